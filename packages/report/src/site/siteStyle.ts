import { reportStyle } from "../html/reportStyle.js";

/** The style sheet of the site: that of the report, with its own parts. */
export function siteStyle(footer: string): string {
  return `${reportStyle(footer)}${SITE}${SITE_PHONE}${SITE_PRINT}`;
}

const SITE = `
.bar{display:flex;flex-wrap:wrap;align-items:center;gap:8px 20px;margin:0 0 28px;padding:0 0 12px;border-bottom:1px solid var(--line)}
.bar nav.site{grid-column:auto;position:static;display:flex;flex-wrap:wrap;gap:4px 20px;margin:0;align-items:center}
.bar nav.site a{padding:6px 0}.bar a[aria-current]{color:var(--ink);font-weight:600}
.bar form{display:flex;gap:6px;margin-left:auto}
input[type=search]{font:inherit;font-size:14px;color:var(--ink);border:1px solid #8793a1;border-radius:4px;padding:5px 10px;width:16em;background:#fff;min-height:34px}
button{font:inherit;font-size:14px;color:var(--blue);background:#fff;border:1px solid var(--blue);border-radius:4px;padding:4px 14px;cursor:pointer;min-height:34px}
.lang{text-decoration:none;padding:6px 0}
.crumbs{color:var(--muted);font-size:14px;margin:0}
.muted{color:var(--muted)}
.foot{color:var(--muted);font-size:13px;margin-top:56px;padding-top:12px;border-top:1px solid var(--line)}
@media (min-width:1180px){.foot{grid-column:1}.masthead{grid-column:1/-1}nav.contents{grid-row:2;margin-top:48px}}
nav.contents li{min-width:0}
.tag{border-color:#b6c0ca;color:var(--muted);background:#fff;font-weight:500}
.tag.own{color:#0f4f3c;border-color:#8fc2b1;background:#f0f8f5}
.tag.changed{color:var(--blue);border-color:#a9c2e0;background:#f1f6fc}
.tag.yes{color:#0f4f3c;border-color:#8fc2b1;background:#f0f8f5}
.node{border-top:1px solid var(--line);padding:18px 0 14px;scroll-margin-top:8px}
.node:target{background:#f7fafd;box-shadow:-16px 0 0 #f7fafd,16px 0 0 #f7fafd,-19px 0 0 var(--blue)}
.node>h3{font-size:17px;margin:0}
.node>h3 .tag{font-size:12px;vertical-align:2px;margin-left:6px}
.node .meta{display:flex;flex-wrap:wrap;gap:0 14px;color:var(--muted);font-size:13.5px;margin:2px 0 10px}
.node .meta code{font-size:12.5px}
.node p{max-width:48em}
.words{margin:0 0 8px;max-width:54em}
.words>h4,.node h4{font-size:13.5px;font-weight:600;color:var(--muted);margin:10px 0 2px}
.words p{margin:0}
.words ul{margin:2px 0 4px;padding-left:1.25em}
.words li{margin:3px 0}
.words ul.choice{list-style:none;padding-left:0}.words ul.choice>li{border-left:2px solid var(--line);padding:2px 0 2px 12px;margin:4px 0}
.words ul.choice b{font-weight:600;color:var(--muted);font-size:13.5px}
.words .name{font-weight:500}
.words .case{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 14px;padding:6px 0;border-top:1px dotted var(--line)}
.links{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 14px;margin:8px 0 6px;font-size:14px}
.links dt{color:var(--muted)}.links dd{margin:0}
.links a,.node .meta a{text-decoration-color:#9db4d1}.links a:hover,.node .meta a:hover{text-decoration-color:currentcolor}
.node summary{font-size:14px;padding:3px 0}
.node details .scroll{margin:4px 0 10px}
.node pre{margin:2px 0 10px;padding:10px 14px;background:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere;font-size:13px;line-height:1.6}
.why{background:var(--soft);border-left:3px solid var(--blue);padding:8px 14px;margin:0 0 10px}
.timeline{margin:4px 0 10px}.timeline svg{display:block;width:100%;height:auto}
.hatch{background:repeating-linear-gradient(135deg,#fff 0 3px,#c98a1b 3px 4.5px);border-color:#a86d00!important}
.dots{background:radial-gradient(circle at 2px 2px,#6f7d8b 1px,#fff 1.4px) 0 0/4px 4px;border-color:#6f7d8b!important}
.solid{background:#b9d3ec;border-color:#1d4f8c!important}
.jump{columns:3 15em;list-style:none;margin:0 0 18px;padding:0;font-size:14px}.jump li{padding:2px 0;break-inside:avoid}.jump a{text-decoration:none}.jump a:hover{text-decoration:underline}
.tree{list-style:none;margin:0;padding:0}
.tree .tree{padding-left:26px;border-left:1px solid var(--line);margin-left:8px}
.tree li>div{display:flex;flex-wrap:wrap;gap:0 18px;align-items:baseline;padding:9px 0;border-bottom:1px solid var(--line)}
.tree b{font-size:16px;min-width:6em}.tree .counts{color:var(--muted);font-size:14px;margin-left:auto}
.history{list-style:none;margin:0;padding:0}
.history>li{display:grid;grid-template-columns:7em minmax(0,1fr);gap:2px 16px;padding:9px 0;border-top:1px solid var(--line)}
.history time{font-variant-numeric:tabular-nums;font-weight:600}
.history p{margin:0}
tr[hidden]{display:none}
`;

const SITE_PHONE = `
@media screen and (max-width:640px){
.bar{gap:6px 16px;margin-bottom:18px}
.bar nav.site a,.lang{padding:10px 0}
.bar form{margin:0;order:3;width:100%}input[type=search]{flex:1;width:auto;min-width:0;min-height:44px;font-size:16px}button{min-height:44px}
.lang{margin-left:auto}
.node:target{box-shadow:-16px 0 0 #f7fafd,16px 0 0 #f7fafd}
.node summary{padding:10px 0}
.links{grid-template-columns:minmax(0,1fr);gap:0}.links dt{margin-top:6px}
.words .case{grid-template-columns:minmax(0,1fr)}
.timeline .wide{display:none}
.jump a{display:block;padding:9px 0}
.tree .tree{padding-left:14px;margin-left:4px}.tree .counts{margin-left:0;width:100%}
.history>li{grid-template-columns:minmax(0,1fr)}
}
@media screen and (min-width:641px){.timeline .narrow{display:none}}
`;

const SITE_PRINT = `
@media print{
.bar,.foot,.jump{display:none}
.timeline .narrow{display:none}
.node{padding:7pt 0 4pt;break-inside:auto}.node>h3{font-size:11pt}.node .meta,.links{font-size:8.5pt}
.node h3,.node .meta{break-after:avoid}
.node details{display:none}
.words{break-inside:auto}
.why{padding:4pt 8pt}
}
`;
