import type { Lang } from "@doudi/contract";
import type { EngineChoice } from "../run/openEngine.js";

export const FORMATS = ["csv", "xlsx", "html"] as const;
export type Format = (typeof FORMATS)[number];

/** What a comparison was asked to do. */
export interface CompareRequest extends EngineChoice {
  folder: string;
  /** Six-digit division code. */
  place: string;
  /** YYYY-MM-DD */
  date: string;
  out: string;
  manifest?: string | undefined;
  formats: ReadonlySet<Format>;
  ids: "full" | "masked";
  keepGoing: boolean;
  lang: Lang;
  /** An earlier output, or the workbook of one as it was filled in. */
  previous?: string | undefined;
  /** Write workbooks by township where there are too many findings for one. */
  workbooks: boolean;
  policies?: string | undefined;
}
