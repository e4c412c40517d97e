import type { RosterKind } from "@doudi/contract";
import { Button } from "antd";
import { useState } from "react";
import { useAct } from "../../api/useApi.js";
import { DayField } from "../../components/DayField.js";
import { Field } from "../../components/Field.js";
import { Problem } from "../../components/Problem.js";
import { StateTag } from "../../components/StateTag.js";
import { useLanguage } from "../../language/language.js";
import { moneyText, today } from "../../words/formats.js";
import type { StateWord } from "../../words/stateWords.js";

const OUTCOMES = {
  yes: { zh: "符合", en: "entitled", tone: "done" },
  no: { zh: "不符合", en: "not entitled", tone: "quiet" },
  unknown: { zh: "还不能定", en: "cannot be told", tone: "doubt" },
} as const satisfies Record<string, StateWord>;

/** What a household would get on a day by its rosters and the policy of its place, with the whole reasoning. */
export function ExplainHousehold({ params, county }: { readonly params: { readonly kind: RosterKind; readonly household_no: string }; readonly county: string }) {
  const { t, lang } = useLanguage();
  const [date, setDate] = useState(today);
  const act = useAct("explainHousehold", []);
  const { data } = act;
  return (
    <section className="card stack">
      <div>
        <h2>{t({ zh: "这户今天能享受什么？", en: "What would this household get today?" })}</h2>
        <p className="muted">{t({ zh: "按名册上的情况和当地当日的政策推算，仅供参考，不是审批决定。", en: "Worked out from the rosters and the policy of the place on that day: for guidance, no decision." })}</p>
      </div>
      <div className="explain-ask">
        <Field label={{ zh: "哪一天", en: "On which day" }}>{(id) => <DayField id={id} value={date} onChange={setDate} />}</Field>
        <Button type="primary" disabled={date === ""} loading={act.isPending} onClick={() => act.mutate({ params, body: { date, county } })}>{t({ zh: "推算", en: "Work it out" })}</Button>
      </div>
      {act.error === null ? null : <Problem error={act.error} />}
      {data === undefined ? null : (
        <div className="stack" aria-live="polite">
          <table className="decisions">
            <thead><tr><th scope="col">{t({ zh: "项目", en: "Scheme" })}</th><th scope="col">{t({ zh: "结果", en: "Outcome" })}</th><th scope="col" className="number">{t({ zh: "每月金额", en: "Amount a month" })}</th><th scope="col">{t({ zh: "还缺什么", en: "What is missing" })}</th></tr></thead>
            <tbody>
              {data.decisions.map((decision) => (
                <tr key={`${decision.scheme} ${decision.en}`}>
                  <th scope="row">{t(decision)}</th>
                  <td><StateTag word={OUTCOMES[decision.outcome]} /></td>
                  <td className="number">{decision.amount_fen_month === null ? <span className="muted">—</span> : moneyText(decision.amount_fen_month, lang)}</td>
                  <td>{decision.missing.length === 0 ? <span className="muted">—</span> : decision.missing.join(t({ zh: "、", en: ", " }))}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <h3>{t({ zh: "逐条依据", en: "The reasoning, rule by rule" })}</h3>
          <iframe className="explain-page" sandbox="" srcDoc={data.html[lang]} title={t({ zh: "逐条依据", en: "The reasoning, rule by rule" })} />
        </div>
      )}
    </section>
  );
}
