import { useLanguage } from "../../language/language.js";
import type { View } from "./FindingView.js";

/** What other rosters say of the person, by roster. */
export function FactList({ facts }: { readonly facts: View["facts"] }) {
  const { t } = useLanguage();
  const rosters = new Map<string, View["facts"]>();
  for (const fact of facts) rosters.set(fact.from, [...(rosters.get(fact.from) ?? []), fact]);
  return (
    <section className="card">
      <h2>{t({ zh: "此人的其他情况", en: "Other facts about the person" })}</h2>
      {[...rosters].map(([from, its]) => (
        <div key={from} className="fact-group">
          <h3>{from}</h3>
          <dl className="fact-list">{its.map((fact, place) => <div key={`${fact.name.en} ${place}`}><dt>{t(fact.name)}</dt><dd>{fact.value}</dd></div>)}</dl>
        </div>
      ))}
    </section>
  );
}
