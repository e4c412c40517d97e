import type { RosterKind } from "@doudi/contract";
import { Button } from "antd";
import { useState } from "react";
import { useAct } from "../../api/useApi.js";
import { DayField } from "../../components/DayField.js";
import { Field } from "../../components/Field.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";
import { today } from "../../words/formats.js";
import { DecisionTable } from "./DecisionTable.js";

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
          <DecisionTable decisions={data.decisions} />
          <h3>{t({ zh: "逐条依据", en: "The reasoning, rule by rule" })}</h3>
          <iframe className="explain-page" sandbox="" srcDoc={data.html[lang]} title={t({ zh: "逐条依据", en: "The reasoning, rule by rule" })} />
        </div>
      )}
    </section>
  );
}
