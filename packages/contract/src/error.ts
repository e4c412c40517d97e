import type { Bilingual, Lang } from "./lang.js";

/** Every error a user can meet: its exit code and its text in both languages. `{x}` is filled from the error's info. */
export const ERRORS = {
  usage: { exit: 2, zh: "用法有误:{detail}", en: "Usage error: {detail}" },
  folder_missing: { exit: 2, zh: "找不到文件夹 {path}。", en: "The folder {path} does not exist." },
  folder_empty: { exit: 3, zh: "文件夹 {path} 里没有 .xlsx、.xls 或 .csv 文件。", en: "The folder {path} holds no .xlsx, .xls or .csv file." },
  file_unreadable: { exit: 3, zh: "{file}:读不了({detail})。", en: "{file}: cannot be read ({detail})." },
  workbook_too_large: {
    exit: 2,
    zh: "疑点超过 {limit} 条，一个工作簿放不下；请按乡镇分册导出，或使用 findings.csv。",
    en: "More than {limit} findings do not fit one workbook: write one a township, or use findings.csv.",
  },
  previous_missing: { exit: 2, zh: "{path} 里没有上一次比对的结果（findings.csv 或 findings.xlsx）。", en: "{path} holds no earlier comparison (findings.csv or findings.xlsx)." },
  previous_unreadable: { exit: 3, zh: "上一次比对的结果 {path} 读不了（{detail}）。", en: "The earlier comparison {path} cannot be read ({detail})." },
} as const satisfies Record<string, Bilingual & { exit: number }>;

export type ErrorCode = keyof typeof ERRORS;
export type ErrorInfo = Record<string, string | number>;

/** The one error class that users see; anything else that is thrown is a defect. */
export class DoudiError extends Error {
  readonly code: ErrorCode;
  readonly info: ErrorInfo;

  constructor(code: ErrorCode, info: ErrorInfo = {}, options?: ErrorOptions) {
    super(errorText(code, info, "en"), options);
    this.name = "DoudiError";
    this.code = code;
    this.info = info;
  }

  get exit(): number {
    return ERRORS[this.code].exit;
  }

  text(lang: Lang): string {
    return errorText(this.code, this.info, lang);
  }
}

function errorText(code: ErrorCode, info: ErrorInfo, lang: Lang): string {
  return ERRORS[code][lang].replace(/\{(\w+)\}/g, (whole, key: string) => String(info[key] ?? whole));
}
