export * from "./checkResult.js";
export * from "./error.js";
export * from "./finding.js";
export * from "./lang.js";
export * from "./rosterKind.js";
export * from "./summary.js";
