export { CSV_START, csvLine } from "./csvLine.js";
export { guardFormula } from "./guardFormula.js";
