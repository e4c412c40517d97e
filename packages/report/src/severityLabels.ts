import type { Bilingual, Severity } from "@doudi/contract";

export const SEVERITY_LABELS: Record<Severity, Bilingual> = {
  high: { zh: "高", en: "high" },
  medium: { zh: "中", en: "medium" },
  low: { zh: "低", en: "low" },
};
