import type { Disability } from "./person.js";
import type { Random } from "./random.js";

/** Id, category, grade; one in twelve was issued again and carries two characters more. */
export function certificateNumber(id: string, { category, grade }: Disability, random: Random): string {
  return `${id}${category}${grade}${random.chance(0.08) ? `B${random.int(1, 3)}` : ""}`;
}
