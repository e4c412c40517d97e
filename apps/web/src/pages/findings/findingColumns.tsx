import { FINDINGS } from "@doudi/contract";
import type { Finding } from "@doudi/contract/api";
import type { Column } from "../../components/DataList.js";
import { StateTag } from "../../components/StateTag.js";
import type { useLanguage } from "../../language/language.js";
import { momentText } from "../../words/formats.js";
import { FINDING_STATE_WORDS, SEVERITY_WORDS } from "../../words/stateWords.js";
import { DueDay } from "./DueDay.js";

/** The columns of a list of findings. */
export function findingColumns(t: ReturnType<typeof useLanguage>["t"]): readonly Column<Finding>[] {
  return [
    { key: "code", name: { zh: "疑点", en: "Finding" }, show: ({ code }) => t(FINDINGS[code]), width: "14%" },
    { key: "severity", name: { zh: "严重程度", en: "Severity" }, show: ({ severity }) => <StateTag word={SEVERITY_WORDS[severity]} />, sort: "severity", width: 104 },
    { key: "state", name: { zh: "状态", en: "State" }, show: ({ state }) => <StateTag word={FINDING_STATE_WORDS[state]} />, width: 110 },
    { key: "name", name: { zh: "姓名", en: "Name" }, show: ({ name, id_masked }) => <span className="finding-who">{name} <span className="masked muted" translate="no">{id_masked}</span></span>, width: 170 },
    { key: "area", name: { zh: "所在地", en: "Place" }, show: ({ area }) => area.name, width: 128 },
    { key: "reason", name: { zh: "原因", en: "Why" }, show: ({ reason }) => <span className="finding-reason" title={reason}>{reason}</span>, from: 1200 },
    { key: "assigned", name: { zh: "交办给", en: "Assigned to" }, show: ({ assigned }) => assigned?.name ?? <span className="muted">—</span>, from: 1200, width: 96, isWhole: true },
    { key: "due", name: { zh: "期限", en: "Deadline" }, show: ({ due, state }) => <DueDay due={due} state={state} />, sort: "due", width: 108, isWhole: true },
    { key: "updated", name: { zh: "变动", en: "Changed" }, show: ({ updated_at }) => momentText(updated_at).slice(0, 10), sort: "updated", from: 1440, width: 108, isWhole: true },
  ];
}
