import { compareBirthDates } from "./compareBirthDate.js";
import { compareIds, shapeId } from "./compareId.js";
import { compareNames, profileName, type NameProfile } from "./compareName.js";
import { comparePlaces } from "./comparePlace.js";
import type { LevelOdds, LinkModel } from "./linkModel.js";
import type { FieldWeight, LinkLevel, LinkRecord, PairContext } from "./linkRecord.js";

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
 * Symmetric and deterministic.
 */
export function scorePair(a: LinkRecord, b: LinkRecord, model: LinkModel, nameFrequency: NameFrequency, context: PairContext = {}): PairScore {
  const { levels } = model;
  const weights: FieldWeight[] = [{ field: "prior", level: "base", weight: rounded(Math.log2(model.prior / (1 - model.prior))) }];
  const nameA = a.name === null ? null : profileName(a.name);
  const nameB = b.name === null ? null : profileName(b.name);
  const village = comparePlaces(a, b);
  const household = compareHouseholds(a, b, nameA, nameB, village === "equal", context);
  const kin = isAgreement(household.head) || isAgreement(household.number);

  if (nameA !== null && nameB !== null) {
    const level = compareNames(nameA, nameB);
    weights.push({ field: "name", level, weight: weigh(levels.name[level], share(nameA, nameB, nameFrequency), kin) });
  }

  const shapeA = a.idText === null ? null : shapeId(a.idText);
  const shapeB = b.idText === null ? null : shapeId(b.idText);
  const id = shapeA === null || shapeB === null ? null : compareIds(shapeA, shapeB);
  if (id !== null) weights.push({ field: "id_text", level: id, weight: weigh(levels.id_text[id]) });

  const birth = a.birthDate === null || b.birthDate === null ? null : compareBirthDates(a.birthDate, b.birthDate);
  if (birth !== null) {
    const weight = weigh(levels.birth_date[birth]);
    if (weight > 0 && holdsBirthDate(id)) weights.push({ field: "birth_date", level: "in_id", weight: 0 });
    else weights.push({ field: "birth_date", level: birth, weight });
  }

  if (a.sex !== null && b.sex !== null) {
    const level = a.sex === b.sex ? "equal" : "different";
    weights.push({ field: "sex", level, weight: weigh(levels.sex[level]) });
  }
  if (village !== null) weights.push({ field: "village", level: village, weight: weigh(levels.village[village]) });
  pushHousehold(weights, household, model, nameFrequency);
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

interface Households {
  head: HeadLevel | null;
  number: NumberLevel | null;
  headA: NameProfile | null;
  headB: NameProfile | null;
}

function compareHouseholds(
  a: LinkRecord, b: LinkRecord, nameA: NameProfile | null, nameB: NameProfile | null, sameVillage: boolean, context: PairContext,
): Households {
  const headA = a.headName === null ? null : profileName(a.headName);
  const headB = b.headName === null ? null : profileName(b.headName);
  // A head's own rows repeat the name as head; that is no second piece of evidence.
  const bothHeads = headA !== null && headB !== null && headA.folded === nameA?.folded && headB.folded === nameB?.folded;
  const head = headA === null || headB === null || bothHeads ? null : compareHeads(headA, headB, sameVillage);
  let number: NumberLevel | null = null;
  if (context.sameNumbering === true && a.householdNo !== null && b.householdNo !== null) {
    const equal = plainNumber(a.householdNo) === plainNumber(b.householdNo);
    number = equal ? (sameVillage ? "equal_same_village" : "equal") : "different";
  }
  return { head, number, headA, headB };
}

function compareHeads(a: NameProfile, b: NameProfile, sameVillage: boolean): HeadLevel {
  const level = compareNames(a, b);
  if (level === "equal" || level === "folded") return sameVillage ? "equal_same_village" : "equal";
  return level === "surname" || level === "different" ? "different" : "near";
}

function plainNumber(text: string): string {
  return text.normalize("NFKC").replace(/\s/gu, "").replace(/^0+(?=.)/u, "").toUpperCase();
}

function isAgreement(level: HeadLevel | NumberLevel | null): boolean {
  return level === "equal" || level === "equal_same_village" || level === "near";
}

function pushHousehold(weights: FieldWeight[], { head, number, headA, headB }: Households, model: LinkModel, nameFrequency: NameFrequency): void {
  const frequency = headA !== null && headB !== null ? share(headA, headB, nameFrequency) : 0;
  const headWeight = head === null ? 0 : weigh(model.levels.head_name[head], frequency);
  const numberWeight = number === null ? 0 : weigh(model.levels.household_no[number]);
  // One household, told twice: the stronger telling counts.
  const twice = headWeight > 0 && numberWeight > 0;
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
