import type ExcelJS from "exceljs";
import type { ColumnLook } from "./findingColumns.js";

// One object a look: exceljs recognises a style it has seen by identity, which keeps 100,000 rows fast.

export const INK = {
  text: "FF1F2933",
  muted: "FF5B6773",
  blue: "FF1D4F8C",
  harm: "FFB42318",
  doubt: "FF8A5300",
  line: "FFD5DBE1",
  header: "FFE6EDF5",
  stripe: "FFF3F6F9",
  entry: "FFFFFBEF",
  doubtFill: "FFFFF6E0",
  harmFill: "FFFDECEA",
} as const;

const FONT = "微软雅黑";
const SIZE = 10;

export function font(options: { size?: number; bold?: boolean; color?: string } = {}): Partial<ExcelJS.Font> {
  return { name: FONT, size: options.size ?? SIZE, bold: options.bold ?? false, color: { argb: options.color ?? INK.text } };
}

export function fill(argb: string): ExcelJS.Fill {
  return { type: "pattern", pattern: "solid", fgColor: { argb } };
}

export function box(style: ExcelJS.BorderStyle = "thin", argb: string = INK.line): Partial<ExcelJS.Borders> {
  const side = { style, color: { argb } };
  return { top: side, left: side, bottom: side, right: side };
}

type Style = Partial<ExcelJS.Style>;

export const HEADER_STYLE: Style = {
  font: font({ bold: true, color: INK.blue }),
  fill: fill(INK.header),
  alignment: { vertical: "middle", horizontal: "center", wrapText: true },
  border: { ...box(), bottom: { style: "medium", color: { argb: INK.blue } } },
  numFmt: "@",
};

/** The style of body cells by look and stripe. Text cells carry the text format, so that editing one that starts with "=" makes no formula of it. */
export const BODY_STYLES: Record<ColumnLook, readonly [Style, Style]> = {
  text: striped({ font: font(), alignment: { vertical: "top" }, numFmt: "@" }),
  wrapped: striped({ font: font(), alignment: { vertical: "top", wrapText: true }, numFmt: "@" }),
  number: striped({ font: font({ color: INK.muted }), alignment: { vertical: "top", horizontal: "right" } }),
  entry: [entry(), entry()],
  // "fill" clips what does not fit instead of running into the next column.
  faint: striped({ font: font({ size: 8, color: INK.muted }), alignment: { vertical: "top", horizontal: "fill" }, numFmt: "@" }),
};

export const PROBABILITY_STYLES = striped({ font: font(), alignment: { vertical: "top", horizontal: "right" }, numFmt: "0.000" });

/** Severity in words, with weight and colour added: red only where money is paid wrongly. */
export const SEVERITY_STYLES = {
  harm: striped({ font: font({ bold: true, color: INK.harm }), alignment: { vertical: "top", horizontal: "center" }, numFmt: "@" }),
  high: striped({ font: font({ bold: true }), alignment: { vertical: "top", horizontal: "center" }, numFmt: "@" }),
  other: striped({ font: font({ color: INK.muted }), alignment: { vertical: "top", horizontal: "center" }, numFmt: "@" }),
};

function striped(style: Style): readonly [Style, Style] {
  return [
    { ...style, border: box() },
    { ...style, border: box(), fill: fill(INK.stripe) },
  ];
}

function entry(): Style {
  return { font: font(), alignment: { vertical: "top", wrapText: true }, numFmt: "@", border: box(), fill: fill(INK.entry) };
}
