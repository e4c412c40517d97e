import type { Lang } from "@doudi/contract";

const COUNT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** 12,345 */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** A share of 0 to 1 as 12.3%; a share that is not nought never reads 0.0%. */
export function formatPercent(share: number | null): string {
  if (share === null) return "—";
  if (share > 0 && share < 0.0005) return "<0.1%";
  return `${(share * 100).toFixed(1)}%`;
}

/** A share on an axis whose unit is per cent: 12, 0.5. */
export function percentTick(share: number): string {
  return String(Number((share * 100).toFixed(2)));
}

export function formatSeconds(seconds: number, lang: Lang): string {
  const figure = seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0);
  return lang === "zh" ? `${figure} 秒` : `${figure} s`;
}

export function formatMegabytes(bytes: number): string {
  return `${formatCount(bytes / 1_000_000)} MB`;
}

/** 1,234.50, out of fen. */
export function formatYuan(fen: number): string {
  const digits = String(Math.abs(Math.round(fen))).padStart(3, "0");
  return `${fen < 0 ? "-" : ""}${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",")}.${digits.slice(-2)}`;
}

/** A difference with its sign: +1,234.50, -3.00, 0.00. */
export function formatYuanChange(fen: number): string {
  return fen > 0 ? `+${formatYuan(fen)}` : formatYuan(fen);
}

/** A large amount as people say it: 123.46 万元, 1,234,600 yuan. */
export function formatLargeYuan(fen: number, lang: Lang): string {
  if (lang === "en") return `${formatCount(fen / 100)} yuan`;
  return Math.abs(fen) < 1_000_000 ? `${formatYuan(fen)} 元` : `${formatYuan(fen / 10_000)} 万元`;
}
