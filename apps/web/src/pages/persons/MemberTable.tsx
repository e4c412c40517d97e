import type { Answer } from "@doudi/contract/api";
import { Go } from "../../components/Go.js";
import { Masked } from "../../components/Masked.js";
import { useLanguage } from "../../language/language.js";
import { periodText } from "../../words/formats.js";

type Member = Answer<"household">["members"][number];
const PERIODS_SHOWN = 8;

/** Who belonged to a household in which quarter: a line a person, a column a quarter, the newest first. */
export function MemberTable({ members }: { readonly members: readonly Member[] }) {
  const { t, lang } = useLanguage();
  const all = [...new Set(members.map(({ period }) => period))].toSorted().toReversed();
  const periods = all.slice(0, PERIODS_SHOWN);
  const people = new Map<string, Member[]>();
  for (const member of members) people.set(keyOf(member), [...(people.get(keyOf(member)) ?? []), member]);
  return (
    <section className="card">
      <h2>{t({ zh: "家庭成员", en: "Members" })}</h2>
      <div className="members-scroll">
        <table className="members" aria-label={t({ zh: "各季度的家庭成员", en: "Members by quarter" })}>
          <thead><tr><th scope="col">{t({ zh: "姓名", en: "Name" })}</th>{periods.map((period) => <th key={period} scope="col">{periodText(period, lang)}</th>)}</tr></thead>
          <tbody>
            {[...people].map(([key, its]) => {
              const [one] = its;
              if (one === undefined) return null;
              return (
                <tr key={key}>
                  <th scope="row">{one.person_no === null ? one.name : <Go to={`/persons/${one.person_no}`}>{one.name}</Go>} {one.id_masked === "" ? <span className="muted">{t({ zh: "证件号缺失", en: "no id number" })}</span> : <Masked text={one.id_masked} />}</th>
                  {periods.map((period) => {
                    const then = its.find((member) => member.period === period);
                    return <td key={period}>{then === undefined ? <span className="muted">{t({ zh: "不在册", en: "not on it" })}</span> : (then.relation ?? t({ zh: "在册", en: "on it" }))}</td>;
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {all.length > periods.length ? <p className="muted">{t({ zh: "只列最近 {n} 个季度。", en: "The last {n} quarters." }, { n: periods.length })}</p> : null}
    </section>
  );
}

function keyOf({ person_no, name }: Member): string {
  return person_no === null ? `name ${name}` : String(person_no);
}
