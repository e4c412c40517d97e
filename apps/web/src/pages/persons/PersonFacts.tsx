import { ROSTER_KINDS } from "@doudi/contract";
import type { Answer } from "@doudi/contract/api";
import { useMay } from "../../api/session.js";
import { Empty } from "../../components/Empty.js";
import { Go } from "../../components/Go.js";
import { StateTag } from "../../components/StateTag.js";
import { useLanguage } from "../../language/language.js";
import { inOrder } from "../../words/inOrder.js";
import { periodText } from "../../words/formats.js";
import { VERSION_STATE_WORDS, wordOf } from "../../words/stateWords.js";

type Fact = Answer<"person">["facts"][number];

/** What each roster says of a person, the newest version of a kind open, those before it folded; each with its quarter, file and row. */
export function PersonFacts({ facts, columns }: { readonly facts: readonly Fact[]; readonly columns: Answer<"person">["columns"] }) {
  const { t } = useLanguage();
  const kinds = new Map<Fact["kind"], Fact[]>();
  for (const fact of facts) kinds.set(fact.kind, [...(kinds.get(fact.kind) ?? []), fact]);
  if (facts.length === 0) return <section className="card"><Empty title={{ zh: "名册上没有这个人的内容", en: "No roster says anything of this person" }} /></section>;
  return [...kinds].map(([kind, its]) => {
    const [newest, ...older] = its.toSorted((a, b) => (a.period < b.period ? 1 : a.period > b.period ? -1 : b.version_id - a.version_id));
    return (
      <section key={kind} className="card person-roster">
        <h2>{t(ROSTER_KINDS[kind])}</h2>
        {newest === undefined ? null : <OneFact fact={newest} columns={columns} />}
        {older.length === 0 ? null : <details><summary>{t({ zh: "先前 {n} 期", en: "{n} before" }, { n: older.length })}</summary>{older.map((fact) => <OneFact key={`${fact.version_id} ${fact.row}`} fact={fact} columns={columns} />)}</details>}
      </section>
    );
  });
}

function OneFact({ fact, columns }: { readonly fact: Fact; readonly columns: Answer<"person">["columns"] }) {
  const { t, lang } = useLanguage();
  const mayRead = useMay("roster.read");
  const place = `${fact.file} · ${t({ zh: "第 {n} 行", en: "row {n}" }, { n: fact.row })}`;
  return (
    <div className="person-fact">
      <p className="row"><strong>{periodText(fact.period, lang)}</strong><StateTag word={wordOf(VERSION_STATE_WORDS, fact.state)} /><span className="muted">{mayRead ? <Go to={`/rosters/${fact.version_id}`}>{place}</Go> : place}</span></p>
      <dl className="person-cells">{inOrder(columns, Object.keys(fact.cells)).filter((column) => fact.cells[column] !== "").map((column) => <div key={column}><dt>{columns[column] === undefined ? column : t(columns[column])}</dt><dd>{fact.cells[column]}</dd></div>)}</dl>
    </div>
  );
}
