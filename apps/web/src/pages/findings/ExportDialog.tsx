import { Input, Modal, Radio } from "antd";
import { useState } from "react";
import { fetchFile } from "../../api/call.js";
import { saveFile } from "../../api/saveFile.js";
import { useApi } from "../../api/useApi.js";
import { Field } from "../../components/Field.js";
import { useNotice } from "../../components/notice.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";
import { countText } from "../../words/formats.js";
import type { FindingFilter } from "./useFindingFilters.js";

/** What is filtered as a file, for a purpose that goes on record. */
export function ExportDialog({ filter, onClose }: { readonly filter: FindingFilter; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const notify = useNotice();
  const [purpose, setPurpose] = useState("");
  const [format, setFormat] = useState<"xlsx" | "csv">("xlsx");
  const [isGoing, setGoing] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const counts = useApi("findingCounts", { query: filter as never });
  const fetchIt = async () => {
    setGoing(true);
    setError(null);
    try {
      saveFile(await fetchFile("exportFindings", { query: { ...filter, format, purpose: purpose.trim() } as never }));
      onClose();
      notify({ text: t({ zh: "已导出，并已记录", en: "Exported, and on record" }) });
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } finally {
      setGoing(false);
    }
  };
  return (
    <Modal open title={t({ zh: "导出筛选出的疑点", en: "Export the findings that fit the filters" })} okText={t({ zh: "导出", en: "Export" })} okButtonProps={{ disabled: purpose.trim().length < 2 }} confirmLoading={isGoing} onOk={() => void fetchIt()} onCancel={onClose}>
      <div className="form">
        <p>{t({ zh: "共 {n} 条。您的姓名、时间、筛选条件和用途会记入操作记录。", en: "{n} findings. Your name, the time, the filters and the purpose go on record." }, { n: counts.data === undefined ? "…" : countText(counts.data.total) })}</p>
        <Radio.Group aria-label={t({ zh: "格式", en: "Format" })} value={format} onChange={(event) => setFormat(event.target.value as "xlsx" | "csv")} options={[{ value: "xlsx", label: t({ zh: "工作簿 .xlsx", en: "workbook .xlsx" }) }, { value: "csv", label: ".csv" }]} />
        <Field label={{ zh: "用途", en: "What it is for" }} hint={{ zh: "请勿写姓名、证件号。", en: "No names or id numbers, please." }}>
          {(id, hintId) => <Input.TextArea id={id} aria-describedby={hintId} value={purpose} maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} onChange={(event) => setPurpose(event.target.value)} />}
        </Field>
        {error === null ? null : <Problem error={error} />}
      </div>
    </Modal>
  );
}
