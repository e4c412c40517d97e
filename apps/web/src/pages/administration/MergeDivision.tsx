import { Select } from "antd";
import { useState } from "react";
import { useAct } from "../../api/useApi.js";
import { ConfirmAct } from "../../components/ConfirmAct.js";
import { DayField } from "../../components/DayField.js";
import { Field } from "../../components/Field.js";
import { useNotice } from "../../components/notice.js";
import { useLanguage } from "../../language/language.js";
import { countText, today } from "../../words/formats.js";
import type { Division } from "./DivisionsPage.js";

/** Merges a division into a sister from a day on; what was recorded before keeps its place (LB-035). */
export function MergeDivision({ division, sisters }: { readonly division: Division; readonly sisters: readonly Division[] }) {
  const { t } = useLanguage();
  const notify = useNotice();
  const [into, setInto] = useState<string | null>(null);
  const [on, setOn] = useState(today());
  const act = useAct("mergeDivisions", "all");
  const others = sisters.filter(({ code, valid_to }) => code !== division.code && valid_to === null);
  const merge = async (reason: string) => {
    if (into === null || on === "") throw Object.assign(new Error("nothing chosen"), { code: "merge", text: { zh: "请选择并入哪里和日期。", en: "Choose where it goes and from which day." } });
    const { moved } = await act.mutateAsync({ body: { from: division.code, into, on, reason } });
    notify({ text: t({ zh: "已并入，转出 {n} 人的档案", en: "Merged; {n} files moved" }, { n: countText(moved) }) });
  };
  return (
    <ConfirmAct label={{ zh: "并入……", en: "Merge into…" }} confirm={{ zh: "并入", en: "Merge" }} title={t({ zh: "把 {name} 并入另一区划？", en: "Merge {name} into another division?" }, { name: division.name })} danger button={{ size: "small" }} reason={{ zh: "依据（文件号）", en: "On what ground (document)" }} act={merge}>
      <div className="stack">
        <p>{t({ zh: "现有的人、户和未办完的疑点转到新区划；以前的花名册和结果仍留在原区划名下。不能撤销。", en: "People, households and open findings move; earlier rosters and results stay under the old name. This cannot be undone." })}</p>
        <Field label={{ zh: "并入", en: "Into" }}>{(id) => <Select<string | null> id={id} value={into} showSearch={{ optionFilterProp: "label" }} placeholder={t({ zh: "选择同级区划", en: "Choose one of the same level" })} options={others.map(({ code, name }) => ({ value: code, label: name }))} onChange={setInto} />}</Field>
        <Field label={{ zh: "自哪一天起", en: "From which day" }}>{(id) => <div><DayField id={id} value={on} onChange={setOn} /></div>}</Field>
      </div>
    </ConfirmAct>
  );
}
