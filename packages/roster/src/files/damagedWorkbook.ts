import { DoudiError } from "@doudi/contract";

const LONGEST_DETAIL = 120;

/** A workbook that cannot be unpacked or read. What the libraries say is English and speaks of formats: the Chinese text says what it comes to. */
export function damagedWorkbook(file: string, error: unknown): DoudiError {
  const detailEn = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_DETAIL);
  const detailZh = /central directory|truncated|too short/i.test(detailEn) ? "不完整,或不是 Excel 工作簿" : "内容读不出来";
  return new DoudiError("file_damaged", { file, detailZh, detailEn }, { cause: error });
}
