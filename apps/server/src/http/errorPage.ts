import type { ApiError } from "@doudi/contract/api";

/** An error as a page, for an address that somebody opened. */
export function errorPage({ zh, en }: ApiError): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>兜底</title>
<style>body{font:16px/1.7 system-ui,"Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color:#1f2937}a{color:#1d4ed8}</style></head>
<body><main><h1>兜底</h1><p>${escaped(zh)}</p><p lang="en">${escaped(en)}</p><p><a href="/">返回首页 · Home</a></p></main></body></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
