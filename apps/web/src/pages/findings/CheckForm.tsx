import type { Finding, FindingState } from "@doudi/contract/api";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Input, Radio } from "antd";
import { useState } from "react";
import { useAct } from "../../api/useApi.js";
import { Field } from "../../components/Field.js";
import { useNotice } from "../../components/notice.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";

const RESULTS = {
  confirmed: { zh: "属实", en: "confirmed", reason: { zh: "核查情况", en: "What was found on the spot" }, hint: { zh: "何时、到哪里、见到谁、看了什么。", en: "When, where, whom you met, what you saw." } },
  refuted: { zh: "不属实", en: "not so", reason: { zh: "具体原因", en: "The concrete reason" }, hint: { zh: "写明具体原因，例如“已于3月12日转入特困供养”，不能只写“不属实”。", en: "Concretely, such as “moved to tekun on 12 March”; “not so” alone does not do." } },
  disputed: { zh: "有异议", en: "disputed", reason: { zh: "异议是什么", en: "What is disputed" }, hint: undefined },
} as const;
type Result = keyof typeof RESULTS;

/** Records what the check on the spot came to: confirmed, not so with the concrete reason, disputed with evidence. */
export function CheckForm({ finding, may }: { readonly finding: Finding; readonly may: readonly FindingState[] }) {
  const { t } = useLanguage();
  const notify = useNotice();
  const act = useAct("checkFinding", ["finding", "findings", "findingCounts", "home"]);
  const client = useQueryClient();
  const [result, setResult] = useState<Result | null>(null);
  const [reason, setReason] = useState("");
  const [evidence, setEvidence] = useState("");
  const isReady = result !== null && reason.trim().length >= 2 && (result !== "disputed" || evidence.trim().length >= 2);
  const save = (chosen: Result) => act.mutate(
    { params: { finding_id: finding.finding_id }, body: { result: chosen, reason: reason.trim(), ...(chosen === "disputed" ? { evidence: evidence.trim() } : {}), seen: finding.updated_at } },
    {
      onSuccess: () => {
        setResult(null);
        setReason("");
        setEvidence("");
        notify({ text: t({ zh: "已登记：{result}", en: "Recorded: {result}" }, { result: t(RESULTS[chosen]) }) });
      },
      // Somebody else was here meanwhile: what they did is shown, what was written here stays.
      onError: () => void client.invalidateQueries({ queryKey: ["finding"] }),
    },
  );
  return (
    <section className="card">
      <h2>{t({ zh: "登记核查结果", en: "Record the check" })}</h2>
      <form className="form" onSubmit={(event) => { event.preventDefault(); if (isReady) save(result); }}>
        <Radio.Group className="check-results" aria-label={t({ zh: "核查结果", en: "Outcome" })} value={result} onChange={(event) => setResult(event.target.value as Result)} options={(Object.keys(RESULTS) as Result[]).filter((each) => may.includes(each)).map((value) => ({ value, label: t(RESULTS[value]) }))} />
        {result === null ? null : (
          <>
            <Field label={RESULTS[result].reason} hint={RESULTS[result].hint}>{(id, hintId) => <Input.TextArea id={id} aria-describedby={hintId} value={reason} maxLength={500} required autoSize={{ minRows: 2, maxRows: 8 }} onChange={(event) => setReason(event.target.value)} />}</Field>
            {result === "disputed" ? <Field label={{ zh: "证据", en: "Evidence" }} hint={{ zh: "有哪些材料、由谁提供、存在哪里。", en: "Which papers, from whom, kept where." }}>{(id, hintId) => <Input.TextArea id={id} aria-describedby={hintId} value={evidence} maxLength={2000} required autoSize={{ minRows: 2, maxRows: 8 }} onChange={(event) => setEvidence(event.target.value)} />}</Field> : null}
            {act.error === null ? null : <Problem error={act.error} />}
            <div className="form-acts"><Button type="primary" htmlType="submit" disabled={!isReady} loading={act.isPending}>{t({ zh: "登记", en: "Record" })}</Button></div>
          </>
        )}
      </form>
    </section>
  );
}
