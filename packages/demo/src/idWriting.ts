import { checkCharacter, fifteenDigits, hasRightCheckCharacter, type IdNumber } from "./idNumber.js";
import type { Random } from "./random.js";
import type { IdForm } from "./rosterRow.js";

/** Where the id will stand: a workbook cell can be a number, a CSV cell cannot. */
export type Medium = "workbook" | "csv";

/** The id as a careless clerk writes it; `null` where this id cannot take that form. */
export function writeId(id: IdNumber, form: IdForm, medium: Medium, random: Random): string | number | null {
  switch (form) {
    case "plain":
    case "from_certificate":
      return id;
    case "fifteen": {
      const short = fifteenDigits(id);
      return short !== null && medium === "workbook" && random.chance(0.5) ? Number(short) : short;
    }
    case "spaced":
      return spaced(id, medium, random);
    case "full_width":
      return id.replace(/[0-9X]/g, (character) => String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0));
    case "lower_case":
      return id.endsWith("X") ? id.toLowerCase() : null;
    case "missing":
      return "";
    case "truncated":
      return truncated(id, medium, random);
    case "checksum":
      return mistyped(id, random);
  }
}

function spaced(id: IdNumber, medium: Medium, random: Random): string {
  const forms = [` ${id}`, `${id} `, `${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`, `${id}\u3000`];
  return random.pick(medium === "csv" ? [...forms, `\t${id}`] : forms);
}

/** Excel keeps 15 digits of a number; a display of it may then be saved as text. */
function truncated(id: IdNumber, medium: Medium, random: Random): string | number {
  const rounded = `${id.slice(0, 15)}000`;
  if (hasRightCheckCharacter(rounded) || random.chance(0.34)) return Number(rounded).toExponential(random.pick([2, 5])).replace("e", "E");
  return medium === "workbook" ? Number(rounded) : rounded;
}

function mistyped(id: IdNumber, random: Random): string {
  for (;;) {
    const text = random.weighted([
      [() => changedDigit(id, random), 35],
      [() => swapped(id, random), 30],
      [() => without(id, random.int(8, 16)), 20],
      [() => `${id.slice(0, 12)}${id.charAt(12)}${id.slice(12)}`, 7],
      [() => impossibleDay(id, random), 8],
    ])();
    if (text !== id && !/^\d{15}000$/.test(text)) return text;
  }
}

function changedDigit(id: IdNumber, random: Random): string {
  const place = random.pick([3, 5, 9, 11, 13, 14, 15, 16]);
  return id.slice(0, place) + String((Number(id[place]) + random.int(1, 9)) % 10) + id.slice(place + 1);
}

function swapped(id: IdNumber, random: Random): string {
  const place = random.int(6, 15);
  const text = id.slice(0, place) + id.charAt(place + 1) + id.charAt(place) + id.slice(place + 2);
  return hasRightCheckCharacter(text) ? id : text;
}

function without(id: IdNumber, place: number): string {
  return id.slice(0, place) + id.slice(place + 1);
}

function impossibleDay(id: IdNumber, random: Random): string {
  const digits = id.slice(0, 10) + random.pick(["1300", "0230", "0931", "0000"]) + id.slice(14, 17);
  return digits + checkCharacter(digits);
}
