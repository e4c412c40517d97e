import type { Answer } from "@doudi/contract/api";
import { Alert } from "antd";
import type { ApiError } from "../../api/apiError.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";
import { countText } from "../../words/formats.js";

/** What the verification of the audit chain found. */
export function ChainCheck({ result, error }: { readonly result: Answer<"verifyAudit"> | undefined; readonly error: ApiError | null }) {
  const { t } = useLanguage();
  if (error !== null) return <Problem error={error} />;
  if (result === undefined) return null;
  return result.sound
    ? <Alert type="success" showIcon role="status" title={t({ zh: "{n} 条记录环环相扣，没有被改动或删除", en: "{n} entries follow one another: none was changed or removed" }, { n: countText(result.entries) })} description={<span className="digest-line">{t({ zh: "末条摘要", en: "Digest of the last" })} {result.head}</span>} />
    : <Alert type="error" showIcon role="alert" title={t({ zh: "记录在第 {seq} 条断开：有人改动或删除过", en: "The chain breaks at entry {seq}: something was changed or removed" }, { seq: String(result.broken_at ?? "?") })} description={t({ zh: "请保留现场，用备份核对，并报告监督部门。", en: "Leave everything as it is, compare with a backup, and report it." })} />;
}
