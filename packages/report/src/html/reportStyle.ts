/** The style sheet of report.html: one calm blue, grey, red for harm, amber for doubt; screen, phone and A4. `footer` is printed at the foot of each page. */
export function reportStyle(footer: string): string {
  // Inside a CSS string; what could end it, or the style element, is left out.
  const line = footer.replace(/["\\<>\n\r\f]/g, " ");
  return `${BASE}${PHONE}${PRINT.replace("FOOTER", line)}`;
}

const BASE = `
:root{--ink:#1f2933;--muted:#52606d;--line:#d5dbe1;--soft:#f4f6f9;--blue:#1d4f8c;--harm:#b42318;--doubt:#7a4a00;--harm-bg:#fdf1f0;--doubt-bg:#fff8e6;color-scheme:light}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:16px}
body{margin:0;background:#fff;color:var(--ink);font:15px/1.7 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Segoe UI",system-ui,sans-serif;overflow-wrap:break-word}
body:lang(en){line-height:1.55;font-family:-apple-system,"Segoe UI","Helvetica Neue",Arial,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
.page{max-width:1240px;margin:0 auto;padding:40px 32px 80px}
main{min-width:0}
h1{font-size:30px;line-height:1.3;margin:4px 0 12px;font-weight:650}
h2{font-size:21px;line-height:1.4;margin:0 0 16px;font-weight:650}
h3{font-size:16px;line-height:1.5;margin:0 0 4px;font-weight:650}
p{margin:0 0 8px}
main>section{margin-top:48px}
a{color:var(--blue);text-underline-offset:3px}
:focus-visible{outline:2px solid var(--blue);outline-offset:2px}
.note{color:var(--muted);font-size:13.5px}
.product{color:var(--blue);font-weight:600;font-size:14px;margin:0}
.lead{font-size:17px;max-width:46em}
.caution{color:var(--muted);max-width:52em}
.facts{display:flex;flex-wrap:wrap;gap:8px 36px;margin:20px 0 0;padding:14px 0 0;border-top:1px solid var(--line)}
.facts dt{color:var(--muted);font-size:13px}
.facts dd{margin:0}
nav{margin-top:24px}
nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:2px 20px}
nav p{color:var(--muted);font-size:13px;margin:0 0 4px}
nav a{display:inline-block;padding:3px 0;text-decoration:none}
nav a:hover{text-decoration:underline}
@media (min-width:1180px){.page{display:grid;grid-template-columns:minmax(0,1fr) 168px;gap:0 48px;align-items:start}.masthead,main{grid-column:1}nav{grid-column:2;grid-row:1/span 2;position:sticky;top:40px;margin-top:0}nav ul{flex-direction:column}}
.notice{border:1px solid var(--line);border-radius:4px;padding:14px 18px 10px;margin:0 0 14px}
.notice.doubt{background:var(--doubt-bg);border-color:#e2c277}.notice.doubt h3{color:var(--doubt)}
.notice.harm{background:var(--harm-bg);border-color:#e3a29b}.notice.harm h3{color:var(--harm)}
.notice p{margin:0 0 4px;font-size:14px}
.notice ul{margin:4px 0 6px;padding-left:1.3em}
.notice table{background:none}.notice .scroll{margin:6px 0 0}.notice th,.notice td{border-color:#00000017}.notice thead th{background:none}.notice tr>:first-child{width:36%}.notice tbody tr:last-child>*{border-bottom:0}
.keys{display:grid;grid-template-columns:repeat(4,1fr);gap:1px;margin:0;background:var(--line);border:1px solid var(--line);border-radius:4px;overflow:hidden}
.keys>div{background:#fff;padding:14px 18px 12px}
.keys dt{font-size:14px;color:var(--muted)}
.keys dd{margin:0}
.keys .value{display:block;font-size:27px;line-height:1.35;font-weight:600;font-variant-numeric:tabular-nums}
.keys .harm .value{color:var(--harm)}
.keys .note{display:block}
.keys .row{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:2px 24px}
.pairs{display:grid;grid-template-columns:repeat(auto-fit,minmax(380px,1fr));gap:0 40px}
figure{margin:0 0 36px}
figure svg{display:block;width:100%;height:auto}
figure .narrow{display:none}
figcaption .note{margin:0 0 10px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 20px;margin:0 0 8px;padding:0;font-size:14px}
.swatch{display:inline-block;width:13px;height:13px;border:1px solid;margin-right:7px;vertical-align:-1.5px}
details{margin:0}
summary{cursor:pointer;color:var(--blue);padding:6px 0;width:fit-content}
.samples details{border-top:1px solid var(--line)}.samples details:last-child{border-bottom:1px solid var(--line)}
.samples summary{width:auto;padding:9px 0}
.scroll{overflow-x:auto;margin:0 0 28px}
table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.55}
caption{text-align:left;font-weight:650;font-size:16px;padding:0 0 8px}
.quiet{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;padding:0}
th,td{text-align:left;vertical-align:top;padding:7px 12px;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{padding-left:8px}
thead th{background:var(--soft);color:var(--muted);font-weight:600;border-bottom:1px solid #aab4be;vertical-align:bottom}
tbody th{font-weight:500}
tfoot th,tfoot td{font-weight:650;border-top:1px solid #aab4be}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.short,.aside{white-space:nowrap}
thead th{word-break:keep-all}
thead .number{white-space:normal}
.code,code{font-family:ui-monospace,"SF Mono",Consolas,"Noto Sans Mono CJK SC","Noto Sans Mono",monospace;font-size:13px}
td.code{white-space:nowrap}
code{overflow-wrap:anywhere}
.wide{min-width:12em}
td .note,th .note{display:block;font-weight:400;font-size:12.5px}
.tag{display:inline-block;font-size:12.5px;font-weight:600;padding:0 7px;border:1px solid;border-radius:3px;white-space:nowrap}
.tag.doubt{color:var(--doubt);border-color:#e2c277;background:var(--doubt-bg)}
.print{display:none}
`;

const PHONE = `
@media screen and (max-width:640px){
body{font-size:15px}
.page{padding:24px 16px 56px}
h1{font-size:24px}h2{font-size:19px}.lead{font-size:16px}
main>section{margin-top:40px}
.facts{display:grid;grid-template-columns:1fr 1fr;gap:10px 16px}
nav a{padding:10px 0}
nav ul{gap:0 22px}
summary{padding:11px 0}
.keys{grid-template-columns:1fr 1fr}.keys>div{padding:11px 13px 10px}.keys .value{font-size:23px}
.pairs{grid-template-columns:minmax(0,1fr)}
figure .wide{display:none}figure .narrow{display:block}
.notice{padding:12px 14px 8px}
.figures{width:auto;min-width:100%}.figures .aside{display:none}
.figures tbody th:first-child{min-width:6.5em}
th,td{padding:7px 6px}
.stack,.stack caption,.stack tbody,.stack tfoot,.stack th,.stack td{display:block}
.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stack tr{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:3px 12px;border-bottom:1px solid var(--line);padding:9px 0}
.stack th,.stack td{grid-column:1/-1}.stack td.short,.stack td.code{grid-column:span 2}.stack td.number{grid-column:span 1}
.stack td:empty{display:none}
.stack tbody th,.stack tbody td,.stack tfoot th,.stack tfoot td{border:0;padding:0;text-align:left;white-space:normal;min-width:0}
.stack tbody th{font-weight:650}
.stack td::before{content:attr(data-label);display:block;color:var(--muted);font-size:12.5px}
.notice tr>:first-child{width:auto}.notice .stack tr{border-color:#00000017}.notice .stack tr:last-child{border:0}
}
`;

const PRINT = `
@page{size:A4;margin:15mm 14mm 17mm;@bottom-left{content:"FOOTER";font:8.5pt "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#52606d}@bottom-right{content:counter(page) " / " counter(pages);font:8.5pt sans-serif;color:#52606d}}
@media print{
html{font-size:10pt}
body{font-size:9.5pt;line-height:1.55;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.page{display:block;max-width:none;padding:0}
nav,.screen{display:none}.print{display:block}
h1{font-size:19pt;margin:2pt 0 6pt}h2{font-size:13.5pt;margin:0 0 8pt}h3{font-size:10.5pt}
.lead{font-size:10.5pt}.product,.note,.facts dt,.keys dt,.notice p{font-size:8.5pt}
main>section{margin-top:20pt}
.facts{margin-top:8pt;padding-top:7pt;gap:3pt 22pt}
h2,h3,figcaption,caption{break-after:avoid}
.notice{padding:5pt 9pt 3pt;margin-bottom:6pt;break-inside:avoid}.notice .scroll{margin:1pt 0 0}.notice th,.notice td{padding:2pt 6pt}.notice:not(.wider) thead{display:none}
.keys{break-inside:avoid}.keys>div{padding:6pt 9pt}.keys .value{font-size:15pt}
figure{margin-bottom:16pt}
figure>figcaption,figure>.legend,figure>div{break-inside:avoid}figure>figcaption,figure>.legend{break-after:avoid}
.legend{font-size:8.5pt}
.behind:not(.paper),.samples details:not([open]){display:none}
.behind.paper>summary{display:none}
.behind.paper::details-content{content-visibility:visible;display:block;height:auto}
.scroll{overflow:visible;margin-bottom:14pt}.kept{break-inside:avoid}.pairs{grid-template-columns:1fr 1fr;gap:0 20pt}.run .scroll{display:none}
table{font-size:8.5pt;line-height:1.45}caption{font-size:10.5pt;padding-bottom:4pt}
th,td{padding:3pt 6pt}
thead{display:table-header-group}tfoot{display:table-row-group}
tr{break-inside:avoid}
.wide{min-width:8em}
.code,code{font-size:7.5pt}td .note,th .note,.tag{font-size:7.5pt}
a{color:inherit;text-decoration:none}
}
`;
