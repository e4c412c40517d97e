import { SSF, type CellObject } from "@e965/xlsx";

const ERRORS: Record<number, string> = { 0x00: "#NULL!", 0x07: "#DIV/0!", 0x0f: "#VALUE!", 0x17: "#REF!", 0x1d: "#NAME?", 0x24: "#NUM!", 0x2a: "#N/A", 0x2b: "#GETTING_DATA" };
const LAST_SERIAL = 2_958_465;

/**
 * The text of a spreadsheet cell: numbers without exponent (18 digits excepted) and as many digits as they have, dates (by number format) as
 * YYYY-MM-DD, with the time where there is one, errors as they show (#REF!), "" where there is nothing.
 */
export function cellText(cell: CellObject | undefined, date1904: boolean): string {
  if (cell === undefined || cell.v === undefined || cell.v === null) return "";
  switch (cell.t) {
    case "s":
      return String(cell.v);
    case "n":
      return typeof cell.v === "number" ? numberCell(cell.v, cell.z, date1904) : String(cell.v);
    case "b":
      return cell.v === true ? "TRUE" : "FALSE";
    case "e":
      return typeof cell.v === "number" ? (ERRORS[cell.v] ?? "#N/A") : String(cell.v);
    case "d":
      return cell.v instanceof Date ? cell.v.toISOString().slice(0, 10) : String(cell.v).slice(0, 10);
    default:
      return "";
  }
}

function numberCell(value: number, format: string | number | undefined, date1904: boolean): string {
  if (typeof format === "string" && format !== "General") {
    if (SSF.is_date(format) === true) {
      const date = dateText(value, date1904);
      if (date !== null) return date;
    } else if (/^0{2,}$/.test(format) && Number.isSafeInteger(value) && value >= 0) {
      return String(value).padStart(format.length, "0");
    }
  }
  return numberText(value);
}

/**
 * A number as the spreadsheet shows it: no exponent, 15 digits. Whichever program wrote an 18-digit number, its last
 * three digits are lost; it reads 5.33399197002150E+17 and not …000, for one in eleven of those has a right check digit
 * and would be taken for somebody's id.
 */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  if (value >= 1e17 && value < 1e18) return value.toExponential(14).toUpperCase();
  const shown = Number(value.toPrecision(15));
  if (Number.isInteger(shown)) return Math.abs(shown) < 1e21 ? String(shown) : BigInt(shown).toString();
  const text = String(shown);
  return text.includes("e") ? Number(text).toFixed(20).replace(/0+$/, "").replace(/\.$/, "") : text;
}

/** A serial day as a date; null where it is none (a time of day, the day that 1900 did not have, a number too big). */
function dateText(serial: number, date1904: boolean): string | null {
  if (serial < 1 || serial > LAST_SERIAL) return null;
  const parts = SSF.parse_date_code(serial, { date1904 }) as { y: number; m: number; d: number; H: number; M: number; S: number } | null;
  if (parts === null || parts.d === 0 || (parts.y === 1900 && parts.m === 2 && parts.d === 29)) return null;
  const day = `${String(parts.y).padStart(4, "0")}-${pad(parts.m)}-${pad(parts.d)}`;
  return parts.H === 0 && parts.M === 0 && parts.S === 0 ? day : `${day} ${pad(parts.H)}:${pad(parts.M)}:${pad(Math.floor(parts.S))}`;
}

function pad(part: number): string {
  return String(part).padStart(2, "0");
}
