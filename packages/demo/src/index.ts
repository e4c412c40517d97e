export { readCounty } from "./county.js";
export * from "./describeDemo.js";
export * from "./makeDemo.js";
export type { TruthRow } from "./truth.js";
