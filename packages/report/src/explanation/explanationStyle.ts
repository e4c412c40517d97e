import { reportStyle } from "../html/reportStyle.js";

/** The style sheet of an explanation: that of the report, with results, marks and nested rules. */
export function explanationStyle(footer: string): string {
  return `${reportStyle(footer)}${STYLE}${PHONE}${PRINT}`;
}

const STYLE = `
:root{--done:#0f4f3c;--done-bg:#f0f8f5}
.muted{color:var(--muted)}
cite{font-style:normal}
.outcome{display:inline-block;font-weight:600;white-space:nowrap}
.outcome.yes{color:var(--done)}.outcome.no{color:var(--muted)}.outcome.unknown{color:var(--doubt)}
.scheme{border-top:1px solid var(--line);padding:20px 0 12px}
.scheme>h3{font-size:18px;margin:0 0 6px}
.scheme>.sentence{font-size:16px;max-width:46em;margin:0 0 8px;padding:9px 14px;border-left:4px solid var(--line);background:var(--soft)}
.scheme.yes>.sentence{border-color:#3b8f74;background:var(--done-bg)}
.scheme.unknown>.sentence{border-color:#c98a1b;background:var(--doubt-bg)}
.scheme>.meta,.under>.meta{color:var(--muted);font-size:13.5px;margin:0 0 8px;display:flex;flex-wrap:wrap;gap:0 14px}
.tag.changed{color:var(--blue);border-color:#a9c2e0;background:#f1f6fc}
.why-part{border-top:1px dotted var(--line);padding:2px 0}
.why-part>summary{width:auto;padding:8px 0;color:var(--ink)}
.why-part>summary b{font-weight:600}
.why-part .result{margin-left:12px;font-variant-numeric:tabular-nums}
.tree{padding:0 0 8px 4px}
.step{margin:2px 0}
.said{display:flex;gap:8px;margin:3px 0;align-items:baseline;max-width:56em}
.said .heading{color:var(--muted)}
.mark{flex:none;display:inline-block;width:19px;height:19px;line-height:18px;font-size:12.5px;font-weight:700;text-align:center;border:1px solid;border-radius:50%}
.mark.yes{color:var(--done);background:var(--done-bg);border-color:#8fc2b1}
.mark.no{color:#52606d;background:#f4f6f9;border-color:#b6c0ca}
.mark.unknown{color:var(--doubt);background:var(--doubt-bg);border-color:#e2c277}
.under{margin:0 0 4px 9px;padding-left:18px;border-left:1px solid var(--line)}
.value{font-weight:600;font-variant-numeric:tabular-nums}
.name+.value{background:var(--soft);padding:0 5px;border-radius:3px}
details.rule{margin:2px 0}
details.rule>summary{list-style:none;display:flex;gap:8px;align-items:baseline;width:auto;padding:4px 0;color:var(--ink)}
details.rule>summary::-webkit-details-marker{display:none}
details.rule>summary::after{content:"▸";color:var(--blue);font-size:13px;flex:none}
details.rule[open]>summary::after{content:"▾"}
details.rule>summary .rule{border-bottom:1px dotted #8793a1}
.again{font-size:13px}
.why{background:var(--soft);border-left:3px solid var(--blue);padding:6px 12px;margin:4px 0 8px;font-size:14px;max-width:56em}
.used{list-style:none;margin:4px 0 8px;padding:0;font-size:13.5px}
.used li{padding:3px 0;border-top:1px dotted var(--line)}
.members{margin:6px 0}.members .scroll{margin:0 0 6px;max-width:34em}.members caption{font-size:13.5px;color:var(--muted);padding:0 0 2px}
.members th,.members td{padding:4px 10px}
.branch.idle{opacity:1;color:var(--muted)}
.branch{padding:2px 0}
.dot{font-size:13px;margin-right:6px}
`;

const PHONE = `
@media screen and (max-width:640px){
details.rule>summary{padding:11px 0}.why-part>summary{padding:12px 0}
.under{margin-left:6px;padding-left:11px}
.scheme>.sentence{font-size:15.5px;padding:9px 12px}
}
`;

const PRINT = `
@media print{
.scheme{padding:8pt 0 4pt}.scheme>h3{font-size:11.5pt;break-after:avoid}.scheme>.sentence{font-size:10pt;padding:4pt 8pt;break-inside:avoid}
.why-part>summary{break-after:avoid;list-style:none}.why-part>summary::-webkit-details-marker{display:none}
details.rule>summary::after{content:""}
.why-part::details-content,details.rule::details-content{content-visibility:visible;display:block;height:auto}
.mark{width:10pt;height:10pt;line-height:9.4pt;font-size:7pt}
.said{margin:1pt 0;gap:5pt}.under{padding-left:10pt;margin-left:5pt}
.why,.used,.scheme>.meta,.under>.meta{font-size:8pt}
}
`;
