import { type Bilingual, DoudiError, type SchemeSummary } from "@doudi/contract";
import { decisionSql, memberPassSql, type Policy, type Scheme } from "@doudi/policy";
import { DuckdbEngine, type Engine, identifier, literal } from "@doudi/roster";
import { type HouseholdInput, locateInput } from "../input/householdInput.js";
import type { InputFact } from "../input/inputFact.js";
import { inputFactsOf } from "../input/inputFactsOf.js";
import type { MemberPass } from "../input/crossChecks.js";
import { hashedHouseholdsSql, inputHashSql, MEMBER_DIGESTS, rowHashedHouseholdsSql } from "../input/inputHash.js";
import { type LoadedHouseholds, loadHouseholds } from "../input/loadHouseholds.js";
import type { DecisionRow } from "./decisionRow.js";
import { summariseSchemes, summariseTownships, type TownshipCost } from "./summariseDecisions.js";
import { streamDecisions, writeDecisions } from "./writeDecisions.js";

export const DECISION_STEPS = ["load", "decide", "count", "write"] as const;
export type DecisionStep = (typeof DECISION_STEPS)[number];

export interface DecideOptions {
  /** The law, as loadPolicy or resolvePolicy gives it. */
  readonly policy: Policy;
  /** Path of the households: JSON lines, a workbook, a pair of CSV or Parquet files (see locateInput). */
  readonly input: string;
  /** Ids of the schemes to decide; all of the place's where it is not given. */
  readonly schemes?: readonly string[] | undefined;
  /** Where to compute; the caller closes it. An engine of DuckDB is opened where it is not given. It must hold no tables yet. */
  readonly engine?: Engine | undefined;
  /** Opens DuckDB where `engine` is another one but a file must be read or written by it. */
  readonly openScratch?: (() => Promise<Engine>) | undefined;
  /** Told of each step before it begins. */
  readonly progress?: ((step: DecisionStep) => void) | undefined;
}

/** The decisions of all households, in the engine until `close`. */
export interface Decisions {
  readonly policy: Policy;
  readonly schemes: readonly Scheme[];
  readonly facts: readonly InputFact[];
  readonly input: HouseholdInput;
  readonly loaded: LoadedHouseholds;
  readonly rows: number;
  readonly bySchemes: readonly SchemeSummary[];
  readonly byTownships: readonly TownshipCost[];
  /** What may be wrong though everything could be decided. */
  readonly warnings: readonly Bilingual[];
  readonly timings: { step: string; seconds: number }[];
  /** Rows as they stand in decisions.csv, in its order; "" for what is empty. */
  stream(): AsyncIterable<DecisionRow[]>;
  /** Writes decisions.csv or decisions.parquet. */
  write(path: string, format: "csv" | "parquet"): Promise<void>;
  /** Closes the engine where `decide` opened it. */
  close(): Promise<void>;
}

/**
 * Decides every household of an input for the schemes of a policy, set-based in the engine. Households with something wrong in their
 * data are left out and named by `loaded.rejections()`.
 * @throws DoudiError scheme_unknown, schemes_none, and what locateInput and loadHouseholds throw
 */
export async function decide(options: DecideOptions): Promise<Decisions> {
  const { policy } = options;
  const schemes = chooseSchemes(policy, options.schemes);
  const input = await locateInput(options.input);
  const facts = inputFactsOf(policy);
  const openScratch = options.openScratch ?? (() => DuckdbEngine.open());
  const engine = options.engine ?? (await DuckdbEngine.open());
  const close = async (): Promise<void> => {
    if (options.engine === undefined) await engine.close();
  };
  const timings: Decisions["timings"] = [];
  const timed = async <T>(step: DecisionStep, work: () => Promise<T>): Promise<T> => {
    options.progress?.(step);
    const started = performance.now();
    const result = await work();
    timings.push({ step, seconds: Math.round(performance.now() - started) / 1000 });
    return result;
  };
  try {
    // One scheme of households, as in bulk: what it asks of the members is gathered as they are checked.
    const together = schemes.length === 1 && schemes[0]?.unit === "household";
    const memberPass: MemberPass | undefined = together ? (persons, extras) => memberPassSql(policy, schemes, engine.dialect.name, persons, extras) : undefined;
    const loaded = await timed("load", () => loadHouseholds({ engine, input, facts, date: policy.date, openScratch, memberPass }));
    // Nothing below depends on the order in which rows are stored.
    await engine.keepOrder(false);
    await timed("decide", () => makeDecisions(engine, policy, schemes, "decisions", together));
    // Room for sorting the decisions.
    await engine.run("DROP TABLE member_digests");
    const counted = await timed("count", async () => {
      const [{ n } = { n: 0 }] = await engine.rows("SELECT count(*) AS n FROM decisions");
      return { rows: Number(n), bySchemes: await summariseSchemes(engine, policy, schemes), byTownships: await summariseTownships(engine), warnings: await outsideWarning(engine, policy, facts) };
    });
    const constants = { pack: packsText(policy), unsourced: new Map(schemes.map((scheme) => [scheme.id, scheme.unsourced.join(";")])) };
    return {
      policy, schemes, facts, input, loaded, ...counted, timings, close,
      stream: () => streamDecisions(engine, constants),
      write: (path, format) => timed("write", () => writeDecisions(engine, constants, { path, format, openScratch })),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The schemes asked for, in the policy's order. Throws scheme_unknown and schemes_none. */
export function chooseSchemes(policy: Policy, wanted: readonly string[] | undefined): Scheme[] {
  if (policy.schemes.length === 0) throw new DoudiError("schemes_none", { place: policy.division, date: policy.date });
  if (wanted === undefined || wanted.length === 0) return [...policy.schemes];
  for (const id of wanted) if (!policy.schemes.some((scheme) => scheme.id === id || scheme.name.zh === id)) throw schemeUnknown(id, policy);
  return policy.schemes.filter((scheme) => wanted.includes(scheme.id) || wanted.includes(scheme.name.zh));
}

function schemeUnknown(id: string, { schemes }: Policy): DoudiError {
  return new DoudiError("scheme_unknown", { scheme: id, knownZh: schemes.map((scheme) => `${scheme.id} ${scheme.name.zh}`).join("、"), knownEn: schemes.map((scheme) => scheme.id).join(", ") });
}

/**
 * Decides what loadHouseholds brought into the engine and makes a table of it: the columns of decisions.csv as they are reckoned but for
 * unsourced and pack, which are the same in all rows of a scheme; and person_no and township, as in TownshipCost.
 * Several policies may decide the same households, each into its table.
 * @param together whether memberPassSql of the same policy and schemes was part of loading
 */
export async function makeDecisions(engine: Engine, policy: Policy, schemes: readonly Scheme[], table: string, together = false): Promise<void> {
  const facts = inputFactsOf(policy);
  const place = facts.some(({ id }) => id === "division_code") ? ["division_code"] : [];
  const township = place.length > 0 ? "substring(d.division_code, 1, 9)" : "CAST(NULL AS VARCHAR)";
  const tables = together
    ? { households: `(${rowHashedHouseholdsSql(engine, facts)})`, persons: "persons", carried: ["household_hash", ...place], members: { name: "member_digests", carried: MEMBER_DIGESTS } }
    : { households: `(${hashedHouseholdsSql(engine, facts)})`, persons: "persons", carried: ["input_hash", ...place] };
  const sql = decisionSql(policy, schemes, engine.dialect.name, tables);
  if (sql === null) throw new DoudiError("schemes_none", { place: policy.division, date: policy.date });
  const persons = schemes.some(({ unit }) => unit === "person");
  const idNumber = persons && policy.facts.has("id_number") ? "p.id_number" : "CAST(NULL AS VARCHAR)";
  const joinPersons = persons ? " LEFT JOIN persons p ON p.household_no = d.household_no AND p.person_no = d.person_no" : "";
  await engine.run(`CREATE TABLE ${identifier(table)} AS SELECT d.household_no, d.person_no, ${idNumber} AS id_number, d.scheme, d.outcome, d.class, d.amount_fen_month, d.until, d.reasons, d.missing, ${together ? inputHashSql("d") : "d.input_hash"} AS input_hash, ${township} AS township FROM (${sql}) d${joinPersons}`);
}

/** Households whose division code lies neither in the place nor above it: they were decided by another place's law. */
async function outsideWarning(engine: Engine, policy: Policy, facts: readonly InputFact[]): Promise<Bilingual[]> {
  const prefix = policy.division.replace(/(?:00)+$/, "");
  if (prefix === "" || !facts.some(({ id }) => id === "division_code")) return [];
  const code = "regexp_replace(division_code, '(00)+$', '')";
  const [{ n } = { n: 0 }] = await engine.rows(`SELECT count(*) AS n FROM households WHERE substring(${code}, 1, ${prefix.length}) <> substring(${literal(prefix)}, 1, length(${code}))`);
  if (n === 0) return [];
  return [{ zh: `有 ${String(n)} 户的区划代码不在 ${policy.division} 之内，也按该地的政策判定了`, en: `${String(n)} households have a division code outside ${policy.division} and were decided by its law all the same` }];
}

/** The packs that decided with their versions, from the nation down: nation@2026.1.1+yunnan@2026.1.1. */
function packsText(policy: Policy): string {
  return policy.chain.map(({ id, version }) => `${id}@${version}`).join("+");
}
