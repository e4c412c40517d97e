import { compareBirthDates } from "./compareBirthDate.js";
import { compareIds } from "./compareId.js";
import { compareNames, type NameProfile } from "./compareName.js";
import { comparePlaces } from "./comparePlace.js";
import type { LevelOdds, LinkModel } from "./linkModel.js";
import type { FieldWeight, LinkLevel, LinkRecord, PairContext } from "./linkRecord.js";
import { profileRecord, type RecordProfile } from "./profileRecord.js";

/** The share (0 to 1) of people who bear a folded name; 0 where it is not known. */
export type NameFrequency = (foldedName: string) => number;

export interface PairScore {
  /** Of the two rows being one person, to 4 decimals. */
  probability: number;
  /** The log odds behind it, in bits: the sum of the weights. What resolveLinks shares between rivals. */
  bits: number;
  /** The waterfall: the prior, then a bar a field that both rows have. In bits, to 4 decimals. */
  weights: FieldWeight[];
}

/**
 * How likely two rows are of one person, by the weight of each field (Fellegi and Sunter): log2 of how much likelier
 * that agreement is for one person than for two. Fields that repeat one another count once: a birth date inside an id
 * that agrees, the head's name where the row is the head's own, the household's number beside its head.
 * Symmetric and deterministic. Keeps what it works out for a row, by object: pass the same object in every pair of a row.
 */
export function scorePair(a: LinkRecord, b: LinkRecord, model: LinkModel, nameFrequency: NameFrequency, context: PairContext = {}): PairScore {
  const { levels } = model;
  const [x, y] = [profileRecord(a), profileRecord(b)];
  const weights: FieldWeight[] = [{ field: "prior", level: "base", weight: rounded(Math.log2(model.prior / (1 - model.prior))) }];
  const village = comparePlaces(x.place, y.place);
  const head = compareHeads(x, y, village === "equal");
  const number = context.sameNumbering === true ? compareNumbers(x, y, village === "equal") : null;

  if (x.name !== null && y.name !== null) {
    const level = compareNames(x.name, y.name);
    const kin = head === "equal" || head === "equal_same_village" || head === "near" || (number !== null && number !== "different");
    weights.push({ field: "name", level, weight: weigh(levels.name[level], share(x.name, y.name, nameFrequency), kin) });
  }
  const id = x.id === null || y.id === null ? null : compareIds(x.id, y.id);
  if (id !== null) weights.push({ field: "id_text", level: id, weight: weigh(levels.id_text[id]) });
  if (x.birthDate !== null && y.birthDate !== null) {
    const level = compareBirthDates(x.birthDate, y.birthDate);
    const weight = weigh(levels.birth_date[level]);
    if (weight > 0 && holdsBirthDate(id)) weights.push({ field: "birth_date", level: "in_id", weight: 0 });
    else weights.push({ field: "birth_date", level, weight });
  }
  if (x.sex !== null && y.sex !== null) {
    const level = x.sex === y.sex ? "equal" : "different";
    weights.push({ field: "sex", level, weight: weigh(levels.sex[level]) });
  }
  if (village !== null) weights.push({ field: "village", level: village, weight: weigh(levels.village[village]) });
  const heads = x.head !== null && y.head !== null && head !== null ? weigh(levels.head_name[head], share(x.head, y.head, nameFrequency)) : 0;
  pushHousehold(weights, head, heads, number, number === null ? 0 : weigh(levels.household_no[number]));
  if (context.inSameRoster === true) weights.push({ field: "roster", level: "already_there", weight: weigh(levels.roster.already_there) });

  let bits = 0;
  for (const bar of weights) bits += bar.weight;
  return { probability: probabilityOf(bits), bits: rounded(bits), weights };
}

/** The probability of log odds in bits, to 4 decimals. */
export function probabilityOf(bits: number): number {
  return rounded(1 / (1 + 2 ** -bits));
}

type HeadLevel = Exclude<LinkLevel<"head_name">, "in_household">;
type NumberLevel = Exclude<LinkLevel<"household_no">, "in_head">;

function compareHeads(x: RecordProfile, y: RecordProfile, sameVillage: boolean): HeadLevel | null {
  if (x.head === null || y.head === null) return null;
  // A head's own rows repeat the name as head; that they are heads is all it adds.
  if (x.isHead && y.isHead) return "both_heads";
  const level = compareNames(x.head, y.head);
  if (level === "equal" || level === "folded") return sameVillage ? "equal_same_village" : "equal";
  return level === "surname" || level === "different" ? "different" : "near";
}

function compareNumbers(x: RecordProfile, y: RecordProfile, sameVillage: boolean): NumberLevel | null {
  if (x.householdNo === null || y.householdNo === null) return null;
  if (x.householdNo !== y.householdNo) return "different";
  return sameVillage ? "equal_same_village" : "equal";
}

/** One household, told twice, by number and by head: the stronger telling counts. */
function pushHousehold(weights: FieldWeight[], head: HeadLevel | null, headWeight: number, number: NumberLevel | null, numberWeight: number): void {
  const twice = headWeight > 0 && numberWeight > 0 && head !== "both_heads";
  if (number !== null) {
    if (twice && headWeight >= numberWeight) weights.push({ field: "household_no", level: "in_head", weight: 0 });
    else weights.push({ field: "household_no", level: number, weight: numberWeight });
  }
  if (head !== null) {
    if (twice && headWeight < numberWeight) weights.push({ field: "head_name", level: "in_household", weight: 0 });
    else weights.push({ field: "head_name", level: head, weight: headWeight });
  }
}

function holdsBirthDate(id: LinkLevel<"id_text"> | null): boolean {
  return id === "equal" || id === "one_digit" || id === "first_15" || id === "first_14";
}

function share(a: NameProfile, b: NameProfile, nameFrequency: NameFrequency): number {
  const first = nameFrequency(a.folded);
  return a.folded === b.folded ? first : Math.max(first, nameFrequency(b.folded));
}

function weigh({ m, u, byName = 0, kin }: LevelOdds, frequency = 0, inHousehold = false): number {
  const chance = inHousehold && kin !== undefined ? Math.max(kin, u) : u;
  return rounded(Math.log2(m / Math.min(1, chance + byName * frequency)));
}

/** To 4 decimals, so that the last bits of a logarithm do not differ from machine to machine. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
