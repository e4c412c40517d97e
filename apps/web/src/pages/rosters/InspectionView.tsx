import { type RosterKind, ROSTER_KIND_CODES, ROSTER_KINDS } from "@doudi/contract";
import type { Answer, RosterVersion } from "@doudi/contract/api";
import { Button, Checkbox, Select } from "antd";
import { useState } from "react";
import { useAct } from "../../api/useApi.js";
import { Field } from "../../components/Field.js";
import { useNotice } from "../../components/notice.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";
import { countText, percentText } from "../../words/formats.js";
import { SheetMapping } from "./SheetMapping.js";

export type Inspection = NonNullable<Answer<"roster">["inspection"]>;

/** What Doudi makes of a file: which kind, which column is what, what is wrong; the mapping can be corrected and remembered for the department. */
export function InspectionView({ version, inspection, mayCorrect }: { readonly version: RosterVersion; readonly inspection: Inspection; readonly mayCorrect: boolean }) {
  const { t, lang } = useLanguage();
  const notify = useNotice();
  const act = useAct("mapRoster", "all");
  const [kind, setKind] = useState<RosterKind | null>(version.kind ?? inspection.kind);
  const [changed, setChanged] = useState<Readonly<Record<string, string>>>({});
  const [isKept, setKept] = useState(true);
  const isChanged = Object.keys(changed).length > 0 || kind !== (version.kind ?? inspection.kind);
  const save = (chosen: RosterKind) => {
    const columns: Record<string, string> = {};
    for (const sheet of inspection.sheets) for (const { header, column } of sheet.columns) if (header !== "") columns[header] = changed[header] ?? column ?? "";
    act.mutate({ params: { version_id: version.version_id }, body: { kind: chosen, columns, remember: isKept } }, { onSuccess: () => notify({ text: t({ zh: "已更正，正在重新读取", en: "Corrected; being read again" }) }) });
  };
  return (
    <>
      <section className="card stack">
        <div>
          <h2>{t({ zh: "识别结果", en: "What Doudi makes of it" })}</h2>
          <p className="muted">{t({ zh: "{encoding}，{sheets} 张表，识别把握 {sure}。请核对每一列对应的内容。", en: "{encoding}, {sheets} sheets, sure to {sure}. Check what each column holds." }, { encoding: inspection.encoding, sheets: inspection.sheets.length, sure: percentText(inspection.sure) })}</p>
        </div>
        {mayCorrect ? (
          <Field label={{ zh: "花名册种类", en: "Kind of roster" }}>{(id) => <Select id={id} className="version-kind" value={kind} showSearch={{ optionFilterProp: "label" }} placeholder={t({ zh: "请选择", en: "Choose" })} options={ROSTER_KIND_CODES.map((value) => ({ value, label: t(ROSTER_KINDS[value]) }))} onChange={setKind} />}</Field>
        ) : null}
        {inspection.sheets.map((sheet) => (
          <SheetMapping key={sheet.name} sheet={sheet} possible={inspection.possible} changed={changed} onChange={mayCorrect ? (header, column) => setChanged({ ...changed, [header]: column }) : undefined} />
        ))}
        {mayCorrect ? (
          <>
            {act.error === null ? null : <Problem error={act.error} />}
            <div className="row">
              <Button type={isChanged ? "primary" : "default"} disabled={!isChanged || kind === null} loading={act.isPending} onClick={() => { if (kind !== null) save(kind); }}>{t({ zh: "更正并重新读取", en: "Correct and read again" })}</Button>
              <Checkbox checked={isKept} onChange={(event) => setKept(event.target.checked)}>{t({ zh: "本部门以后都这样对应", en: "Remember it for the department" })}</Checkbox>
            </div>
          </>
        ) : null}
      </section>
      <section className="card">
        <h2>{t({ zh: "问题（{n}）", en: "Problems ({n})" }, { n: countText(inspection.problems.length) })}</h2>
        {inspection.problems.length === 0 ? <p className="muted">{t({ zh: "没有发现问题。", en: "None found." })}</p> : <ul className="problems">{inspection.problems.map((problem) => <li key={`${problem.row} ${problem.en}`}><span className="problem-row">{problem.row}</span> {problem[lang]}</li>)}</ul>}
      </section>
    </>
  );
}
