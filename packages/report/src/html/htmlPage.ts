import type { Lang } from "@doudi/contract";
import { type Content, html, Markup } from "./markup.js";

interface HtmlPage {
  lang: Lang;
  title: string;
  style: string;
  body: Content;
  /** A script of our own, allowed by its digest (sha256, base64) and by nothing else. */
  script?: { text: string; sha256: string };
}

/** A page as text: styles and drawings inline, nothing fetched, no script but the one given. */
export function htmlPage({ lang, title, style, body, script }: HtmlPage): string {
  const allowed = script === undefined ? "" : `; script-src 'sha256-${script.sha256}'`;
  return html`<!doctype html>
<html lang="${lang === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${new Markup(`default-src 'none'; style-src 'unsafe-inline'; img-src data:${allowed}`)}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(style)}</style>
</head>
<body>
${body}${script === undefined ? null : html`
<script>${new Markup(script.text)}</script>`}
</body>
</html>
`.text;
}
