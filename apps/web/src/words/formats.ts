const NUMBER = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
const MONEY = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const PERCENT = new Intl.NumberFormat("en-US", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
/** All of China keeps one time; a record reads the same wherever it is read. */
const MOMENT = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });

/** 1,234 */
export function countText(count: number): string {
  return NUMBER.format(count);
}

/** An amount in fen as 1,234.50 元. */
export function moneyText(fen: number, lang: "zh" | "en"): string {
  return `${MONEY.format(fen / 100)} ${lang === "zh" ? "元" : "yuan"}`;
}

/** A share of 1 as 12.3%. */
export function percentText(share: number): string {
  return PERCENT.format(share);
}

/** A moment as 2020-03-31 14:05, Beijing time. */
export function momentText(moment: string): string {
  return MOMENT.format(new Date(moment));
}

/** A size as 12 KB or 3.4 MB. */
export function bytesText(bytes: number): string {
  return bytes < 1_000_000 ? `${NUMBER.format(Math.max(1, Math.round(bytes / 1000)))} KB` : `${NUMBER.format(bytes / 1_000_000)} MB`;
}

/** A quarter 2020Q2 as 2020年2季度 or Q2 2020. */
export function periodText(period: string, lang: "zh" | "en"): string {
  const [year, quarter] = period.split("Q");
  return lang === "zh" ? `${year}年${quarter}季度` : `Q${quarter} ${year}`;
}

/** Today in Beijing, as 2020-03-31. */
export function today(): string {
  return MOMENT.format(new Date()).slice(0, 10);
}
