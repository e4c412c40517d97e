import type { FindingGroup, Severity } from "@doudi/contract";

/** Chart colours, told apart by lightness too, so that colour-blind readers and grey printers keep them apart; red is for benefits paid wrongly. */
export const GROUP_COLORS: Record<FindingGroup, string> = {
  missed: "#123f7a",
  wrong: "#c0392b",
  unclaimed: "#4a9cc7",
  conflict: "#7a6a9e",
  quality: "#8793a1",
  link: "#c98a1b",
};

export const SEVERITY_COLORS: Record<Severity, { color: string; edge?: string }> = {
  high: { color: "#123f7a" },
  medium: { color: "#4a8cc4" },
  low: { color: "#d3dde6", edge: "#6f7d8b" },
};

export const PAIR_COLORS = ["#123f7a", "#5b8fc0"] as const;

export const QUALITY_COLORS = [{ color: "#4a8cc4" }, { color: "#d3dde6", edge: "#6f7d8b" }, { color: "#123f7a" }] as const;
