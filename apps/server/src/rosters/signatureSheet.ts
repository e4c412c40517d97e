import { ROSTER_KINDS, type RosterKind } from "@doudi/contract";
import { DEPARTMENTS } from "@doudi/contract/api";
import type { VersionRow } from "@doudi/store";
import { chinaMinute } from "./quarter.js";

const STYLE = `@page{size:A4;margin:20mm}
body{font-family:"Songti SC","SimSun","Noto Serif CJK SC",serif;font-size:11pt;line-height:1.6;color:#000;max-width:170mm;margin:0 auto;padding:8mm 0}
h1{font-size:18pt;text-align:center;margin:0 0 2mm}p.place{text-align:center;margin:0 0 6mm}
table{border-collapse:collapse;width:100%;margin:0 0 6mm}th,td{border:.3mm solid #000;padding:1.5mm 2mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{width:32mm;font-weight:normal;background:#f2f2f2}td.number{text-align:right}.digest{font-family:monospace;font-size:9pt}
.stamps{display:grid;grid-template-columns:1fr 1fr;gap:6mm}.stamps section{border:.3mm solid #000;min-height:52mm;padding:3mm;break-inside:avoid}
.stamps h2{font-size:11pt;margin:0 0 4mm}.stamps p{margin:0 0 7mm}.note{font-size:9pt}`;

/**
 * The page that is printed, signed and stamped beside a version (YN-069, YN-070): what was sent, by whom and when, with
 * the digest that ties the paper to the file.
 */
export function signatureSheet(version: VersionRow, place: string): string {
  const kind = version.kind === null ? "花名册" : `${ROSTER_KINDS[version.kind as RosterKind].zh}花名册`;
  const department = DEPARTMENTS[version.department].zh;
  const lines: [string, string][] = [
    ["报送部门", `${department}部门`],
    ["花名册", kind],
    ["所属季度", `${version.period.slice(0, 4)}年第${version.period.slice(5)}季度`],
    ["文件名", version.file_name],
    ["版本号", String(version.version_id)],
    ["状态", STATES[version.state]],
    ["上传", act(version.uploaded_name, version.uploaded_at)],
    ["提交", act(version.submitted_name, version.submitted_at)],
    ["签发(第二人)", act(version.signed_name, version.signed_at)],
    ...(version.withdrawn_at === null ? [] : [["撤回", `${act(version.withdrawn_name, version.withdrawn_at)} ${version.withdrawn_reason ?? ""}`] as [string, string]]),
  ];
  const counts: [string, number][] = [["总行数", version.rows], ["采用", version.accepted], ["重复", version.duplicates], ["不能采用", version.rejected]];
  const title = `${kind}报送签章页`;
  return `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>
<h1>${escaped(title)}</h1><p class="place">${escaped(place)}</p>
<table><tbody>${lines.map(([name, text]) => `<tr><th scope="row">${name}</th><td>${escaped(text)}</td></tr>`).join("")}<tr><th scope="row">文件摘要(SHA-256)</th><td class="digest">${version.digest}</td></tr></tbody></table>
<table><thead><tr>${counts.map(([name]) => `<th scope="col">${name}</th>`).join("")}</tr></thead><tbody><tr>${counts.map(([, n]) => `<td class="number">${n}</td>`).join("")}</tr></tbody></table>
<div class="stamps">${stamp(`报送部门(${department})`)}${stamp("民政部门")}</div>
<p class="note">报送部门对数据的真实、完整负责。纸质签章页与系统内电子版本以文件摘要为准相互对应。</p>
</main></body></html>
`;
}

const STATES = { reading: "读取中", failed: "不能读取", read: "已读取", submitted: "已提交", signed: "已签发", withdrawn: "已撤回" } as const satisfies Record<VersionRow["state"], string>;

function act(name: string | null, at: Date | null): string {
  return at === null ? "—" : `${name ?? ""} ${chinaMinute(at)}`;
}

function stamp(title: string): string {
  return `<section><h2>${escaped(title)}</h2><p>经办人签字:</p><p>负责人签字:</p><p>(盖章)</p><p>　　　　年　　月　　日</p></section>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
