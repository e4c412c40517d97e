export { COMPARISON_STEPS, type Comparison, type ComparisonStep, compareRosters } from "./compare/compareRosters.js";
export { sourceText } from "./compare/findingTable.js";
export { DUCKDB, POSTGRES, type Dialect, identifier, literal } from "./engine/dialect.js";
export { DuckdbEngine, type DuckdbOptions } from "./engine/duckdbEngine.js";
export type { Engine, SqlRow, SqlValue } from "./engine/engine.js";
export { loadKinds } from "./files/kinds.js";
export { openFolder } from "./files/openFolder.js";
export { vocabularyOf } from "./load/vocabulary.js";
