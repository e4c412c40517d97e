import * as fc from "fast-check";
import type { Fact, FactValue, Policy, Subject } from "./index.js";

/** A household as the tables have it: facts by id, unknown as null. Members in an order of their own. */
export interface RandomHousehold {
  readonly facts: Readonly<Record<string, FactValue>>;
  readonly members: readonly Readonly<Record<string, FactValue>>[];
}

export const HOUSEHOLD_COLUMNS = { boolean: "BOOLEAN", integer: "BIGINT", money: "BIGINT", rate: "DECIMAL(18, 6)", date: "DATE", text: "TEXT", enum: "TEXT", members: "TEXT" } as const satisfies Record<Fact["type"]["kind"], string>;

/** Facts of a household, or of a member, as columns: all but the day and the keys. */
export function columnFacts(policy: Policy, scope: "household" | "member"): Fact[] {
  return [...policy.facts.values()].filter((fact) => fact.scopes.includes(scope) && !["as_of", "household_no"].includes(fact.id));
}

const MAX = Number.MAX_SAFE_INTEGER;

/** Values near the limits that `policy` knows, round ones, and extremes. Negative only where `negative`. */
function valueOf(fact: Fact, policy: Policy, negative: boolean): fc.Arbitrary<FactValue> {
  const near = (kind: string): number[] => [...policy.parameters.values()].flatMap(({ type, value }) => (type.kind === kind && typeof value === "bigint" && value < 10n ** 12n ? [Number(value), Number(value) * 12] : []));
  const around = (values: readonly number[]): fc.Arbitrary<number> => (values.length === 0 ? fc.constant(0) : fc.tuple(fc.constantFrom(...values), fc.integer({ min: -1, max: 1 })).map(([value, step]) => Math.max(0, value + step)));
  switch (fact.type.kind) {
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.oneof({ arbitrary: fc.integer({ min: negative ? -2 : 0, max: 1 }), weight: 6 }, { arbitrary: fc.integer({ min: 0, max: 6 }), weight: 3 }, around(near("integer")), fc.constantFrom(16, 60, MAX));
    case "money":
      return fc.oneof({ arbitrary: fc.constant(0), weight: 6 }, { arbitrary: fc.integer({ min: 0, max: 800_000 }), weight: 4 }, around(near("money")), fc.constantFrom(1, MAX, ...(negative ? [-1, -MAX] : [])));
    case "rate":
      return fc.constantFrom("0", "0.5", "1.5", "0.333333");
    case "date":
      return fc.oneof(
        fc.tuple(fc.integer({ min: 1920, max: 2026 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([y, m, d]) => `${y}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`),
        fc.tuple(fc.constantFrom(0, 1, 16, 18, 59, 60, 61), fc.constantFrom("02-28", "02-29", "06-29", "06-30", "07-01", "12-31")).map(([years, day]) => (day === "02-29" ? `2000-${day}` : `${Number(policy.date.slice(0, 4)) - years}-${day}`)),
        fc.constantFrom("0001-01-01", "9999-12-31"),
      );
    case "text":
      return fc.constantFrom("肺癌", "it's", "", "尿毒症", "C34", "N18");
    case "enum":
      return fc.oneof(fc.constant(fact.type.values[0]?.id), fc.constantFrom(...fact.type.values.map(({ id }) => id)));
    case "members":
      throw new TypeError("a fact is no list of members");
  }
}

/** What most families would state: little money, no car, the first value of a list. */
function ordinaryValueOf(fact: Fact, policy: Policy): fc.Arbitrary<FactValue> {
  const usual: Readonly<Partial<Record<Fact["type"]["kind"], fc.Arbitrary<FactValue>>>> = {
    boolean: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    integer: fc.integer({ min: 0, max: 5 }).map((n) => (n === 0 ? 1 : 0)),
    money: fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, fc.integer({ min: 0, max: 150_000 })),
    enum: fact.type.kind === "enum" ? fc.constant(fact.type.values[0]?.id) : fc.constant(null),
  };
  return fc.oneof({ arbitrary: usual[fact.type.kind] ?? valueOf(fact, policy, false), weight: 12 }, valueOf(fact, policy, false));
}

/** Random households of a policy: nobody to seven members, half of them ordinary; few, some or nearly all facts unknown. */
export function randomHousehold(policy: Policy, negative = false): fc.Arbitrary<RandomHousehold> {
  const facts = (scope: "household" | "member", ordinary: boolean): [string, fc.Arbitrary<FactValue>][] =>
    columnFacts(policy, scope).map((fact) => [fact.id, ordinary ? ordinaryValueOf(fact, policy) : valueOf(fact, policy, negative)]);
  const record = (all: readonly [string, fc.Arbitrary<FactValue>][], unknown: number): fc.Arbitrary<Record<string, FactValue>> =>
    fc.record(Object.fromEntries(all.map(([id, value]) => [id, unknown === 0 ? value : fc.oneof({ arbitrary: value, weight: 100 - unknown }, { arbitrary: fc.constant(null), weight: unknown })])));
  const kinds = [true, false].map((ordinary) => ({ own: facts("household", ordinary), each: facts("member", ordinary) }));
  return fc.tuple(fc.constantFrom(...kinds), fc.constantFrom(0, 3, 12, 40, 90)).chain(([{ own, each }, unknown]) =>
    fc.record({
      facts: record(own, unknown),
      members: fc.oneof({ arbitrary: fc.array(record(each, unknown), { maxLength: 7, size: "max" }), weight: 9 }, fc.constant([])),
    }),
  );
}

/** The household as JavaScript decides it: absent facts have got their meaning. */
export function subjectOf(policy: Policy, household: RandomHousehold): Subject {
  const source = (record: Readonly<Record<string, FactValue>>): Subject["facts"] => (id) => {
    if (id === "as_of") return policy.date;
    const fact = policy.facts.get(id);
    return record[id] ?? (fact && fact.type.kind !== "date" ? fact.absent : null);
  };
  return { facts: source(household.facts), members: household.members.map(source) };
}

/** Both tables as table expressions that any engine reads. Household i is called `H<i>`; members come in a scattered order. */
export function householdTables(policy: Policy, households: readonly RandomHousehold[]): { households: string; persons: string } {
  const cell = (value: FactValue): string => (value === null || value === undefined ? "NULL" : typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value));
  const table = (facts: readonly Fact[], keys: readonly string[], rows: readonly string[][]): string => {
    const types = [...keys.map((key) => (key === "person_no" ? "BIGINT" : "TEXT")), ...facts.map((fact) => HOUSEHOLD_COLUMNS[fact.type.kind])];
    const typed = (row: readonly string[]): string => `(${row.map((value, index) => `CAST(${value} AS ${types[index] ?? "TEXT"})`).join(", ")})`;
    const [first, ...others] = rows.length > 0 ? rows : [types.map(() => "NULL")];
    const values = [typed(first ?? []), ...others.map((row) => `(${row.join(", ")})`)].join(", ");
    const columns = [...keys, ...facts.map((fact) => `"${fact.id}"`)].join(", ");
    return `(SELECT * FROM (VALUES ${values}) AS v(${columns}) WHERE household_no IS NOT NULL)`;
  };
  const [own, each] = [columnFacts(policy, "household"), columnFacts(policy, "member")];
  const persons = households.flatMap((household, index) => household.members.map((member, at) => [`'H${index}'`, String(at + 1), ...each.map((fact) => cell(member[fact.id]))]));
  const scattered = persons.map((row, index) => ({ row, at: (index * 7919) % (persons.length || 1) })).sort((a, b) => a.at - b.at);
  return {
    households: table(own, ["household_no"], households.map((household, index) => [`'H${index}'`, ...own.map((fact) => cell(household.facts[fact.id]))])),
    persons: table(each, ["household_no", "person_no"], scattered.map(({ row }) => row)),
  };
}
