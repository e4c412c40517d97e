import { Modal, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useMe } from "../../api/session.js";
import { useAct, useApi } from "../../api/useApi.js";
import { useDivisions } from "../../api/useDivisions.js";
import { DayField } from "../../components/DayField.js";
import { Field } from "../../components/Field.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";
import { countText, today } from "../../words/formats.js";
import type { FindingFilter } from "./useFindingFilters.js";

interface AssignDialogProps {
  /** Null: all that fit the filter. */
  readonly ids: readonly string[] | null;
  readonly filter: FindingFilter;
  readonly onClose: () => void;
  readonly onDone: (assigned: number, undo: string | null) => void;
}

const DAYS_GIVEN = 14;

/** Hands findings to townships or villages until a day; shows first what that will touch. */
export function AssignDialog({ ids, filter, onClose, onDone }: AssignDialogProps) {
  const { t } = useLanguage();
  const { area } = useMe();
  const below = useDivisions();
  const [to, setTo] = useState("own_area");
  const [due, setDue] = useState(() => dayjs(today()).add(DAYS_GIVEN, "day").format("YYYY-MM-DD"));
  const body = { ...(ids === null ? { filter } : { ids: [...ids] }), to, due };
  const plan = useApi("assignFindings", { body: { ...body, dry_run: true } }, { enabled: due !== "" });
  const act = useAct("assignFindings", ["findings", "findingCounts", "finding", "home"]);
  const confirm = () => act.mutate({ body }, { onSuccess: ({ assigned, undo }) => onDone(assigned, undo) });
  const planned = due === "" ? undefined : plan.data;
  return (
    <Modal
      open title={ids === null ? t({ zh: "交办筛选出的全部疑点", en: "Assign all findings that fit the filters" }) : t({ zh: "交办 {n} 条疑点", en: "Assign {n} findings" }, { n: countText(ids.length) })}
      okText={planned === undefined ? t(ASSIGN) : t({ zh: "交办 {n} 条", en: "Assign {n}" }, { n: countText(planned.assigned) })} okButtonProps={{ disabled: planned === undefined || planned.assigned === 0 }}
      confirmLoading={act.isPending} onOk={confirm} onCancel={onClose}
    >
      <div className="form">
        <Field label={{ zh: "交办给", en: "Assign to" }}>
          {(id) => <Select id={id} value={to} onChange={setTo} options={[{ value: "own_area", label: t({ zh: "各自所在的乡镇", en: "the township each lies in" }) }, { value: area.code, label: area.name }, ...below.map(({ code, name }) => ({ value: code, label: name }))]} />}
        </Field>
        <Field label={{ zh: "核查期限", en: "To be checked by" }}>{(id) => <DayField id={id} value={due} earliest={today()} onChange={setDue} />}</Field>
        <section className="assign-plan" aria-live="polite" aria-busy={plan.isFetching}>
          <h2 className="assign-title">{t({ zh: "将会怎样", en: "What this will do" })}</h2>
          {plan.error !== null ? <Problem error={plan.error} /> : planned === undefined ? <span className="waiting" /> : (
            <>
              <p>{t({ zh: "交办 {n} 条。", en: "{n} will be assigned." }, { n: countText(planned.assigned) })}{planned.left === 0 ? null : <> {t({ zh: "另有 {n} 条不动：已有结论或已消除。", en: "{n} are left alone: they have an outcome or are gone." }, { n: countText(planned.left) })}</>}</p>
              {planned.by_area.length === 0 ? null : (
                <table>
                  <thead><tr><th scope="col">{t({ zh: "核查地", en: "Place" })}</th><th scope="col" className="number">{t({ zh: "条数", en: "Findings" })}</th></tr></thead>
                  <tbody>{planned.by_area.map((line) => <tr key={line.area.code}><th scope="row">{line.area.name}</th><td className="number">{countText(line.count)}</td></tr>)}</tbody>
                </table>
              )}
              <p className="muted">{t({ zh: "交办后可以撤销。", en: "It can be undone." })}</p>
            </>
          )}
        </section>
        {act.error === null ? null : <Problem error={act.error} />}
      </div>
    </Modal>
  );
}

const ASSIGN = { zh: "交办", en: "Assign" };
