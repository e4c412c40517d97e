import { ROSTER_KINDS } from "@doudi/contract";
import { type Check, hitCondition, reasonSql, severitySql } from "@doudi/policy";
import { literal } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import { formatWeights } from "../link/formatWeights.js";
import type { FieldWeight } from "../link/linkRecord.js";
import { kindsSent, type RosterView } from "../persons/rosterView.js";
import { tableOf } from "../standardise/rosterTable.js";
import { batchesOf } from "./batchesOf.js";
import { rowText } from "./findingTable.js";

/** The link findings that pass the pack's threshold, as a SELECT in the columns of personFindings. */
export function linkFindings(check: Check, view: RosterView): string {
  const column = linkColumn(view);
  return `SELECT ${literal(check.id)} AS code, ${severitySql(check, "1")} AS severity, l.pid, l.row_kind, l.row_id, l.person_kind AS other_kind, l.person_row AS other_id, l.name, l.township, l.village, l.household_no, ${reasonSql(check, "1", view.lang, view.dialect.name, column)} AS reason, CAST(l.probability AS VARCHAR) AS score, l.row_text FROM link_row AS l WHERE ${hitCondition(check, view.dialect.name, column)}`;
}

/**
 * The persons whom a link that the check finds puts on dibao or tekun, by a row without a usable id, with the words that
 * say so: a SELECT of pid and note.
 */
export function explainedByLink(check: Check, view: RosterView): string {
  const zh = view.lang === "zh";
  const kind = `CASE l.row_kind WHEN 'dibao' THEN ${literal(zh ? "低保" : "dibao")} ELSE ${literal(zh ? "特困" : "tekun")} END`;
  const note = zh
    ? `'。可能已在' || min(${kind}) || '名册(该行身份证号不可用,同一人概率 ' || CAST(max(l.probability) AS VARCHAR) || '),请先核对'`
    : `'. Probably on the ' || min(${kind}) || ' roster already, in a row without a usable id (probability ' || CAST(max(l.probability) AS VARCHAR) || '): check that first'`;
  return `SELECT l.pid, ${note} AS note FROM link_row AS l WHERE l.row_kind IN ('dibao', 'tekun') AND ${hitCondition(check, view.dialect.name, linkColumn(view))} GROUP BY l.pid`;
}

/** SQL of a link fact over table link_row. */
function linkColumn(view: RosterView): (id: string) => string {
  return (id) => {
    switch (id) {
      case "link_probability":
        return "l.probability";
      case "link_weights":
        return "l.weights";
      case "link_row":
        return "l.row_name";
      case "link_roster":
        return `CASE l.row_kind ${Object.entries(ROSTER_KINDS).map(([kind, names]) => `WHEN ${literal(kind)} THEN ${literal(names[view.lang])}`).join(" ")} END`;
      default:
        throw new Error(`the packs use a link fact that linkage does not supply: ${id}`);
    }
  };
}

/** Table link_row: the proposals with the unidentified row's own words, and the weights in words. */
export async function describeLinks(engine: Engine, view: RosterView): Promise<void> {
  const kinds = kindsSent(view);
  const described: (string | null)[][] = [];
  for await (const batch of engine.stream("SELECT row_kind, CAST(row_id AS VARCHAR) AS row_id, weights FROM link")) {
    for (const row of batch) described.push([String(row["row_kind"]), String(row["row_id"]), formatWeights(JSON.parse(String(row["weights"])) as FieldWeight[], view.lang)]);
  }
  await engine.load("link_words", ["row_kind", "row_id", "words"], batchesOf(described));
  const rows = kinds.map((kind) => `SELECT ${literal(kind)} AS kind, t.rowid AS row_id, t.name, t.township, t.village, t.household_no, ${rowText("t")} AS row_text FROM ${tableOf(kind)} AS t WHERE t.rowid IN (SELECT row_id FROM link WHERE row_kind = ${literal(kind)})`);
  await engine.run(`CREATE TABLE link_row AS SELECT l.row_kind, l.row_id, l.pid, l.person_kind, l.person_row, l.probability, w.words AS weights, r.name AS row_name, r.name, r.township, r.village, r.household_no, r.row_text FROM link AS l JOIN link_words AS w ON w.row_kind = l.row_kind AND w.row_id = CAST(l.row_id AS VARCHAR) JOIN (${rows.length === 0 ? "SELECT '' AS kind, CAST(0 AS BIGINT) AS row_id, '' AS name, '' AS township, '' AS village, '' AS household_no, '' AS row_text WHERE FALSE" : rows.join(" UNION ALL ")}) AS r ON r.kind = l.row_kind AND r.row_id = l.row_id`);
}
