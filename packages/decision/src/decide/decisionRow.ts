import type { DecisionColumn } from "@doudi/contract";

/** A line of decisions.csv; "" for what is empty. */
export type DecisionRow = Record<DecisionColumn, string>;
