import type { Lang } from "@doudi/contract";

/** `file#sheet#row` joined by `;`, as findings.csv has it, in words: one place a line. Text of another shape comes back as it is. */
export function rowPlaces(rows: string, lang: Lang): string {
  const places = rows.split(";").map((place) => /^(.+)#([^#]*)#(\d+)$/u.exec(place.trim()));
  if (rows === "" || places.some((place) => place === null)) return rows;
  return places
    .map((place) => {
      const [, file = "", sheet = "", row = ""] = place ?? [];
      const where = sheet === "" ? file : `${file} · ${sheet}`;
      return lang === "zh" ? `${where} 第\u00a0${row}\u00a0行` : `${where}, row\u00a0${row}`;
    })
    .join("\n");
}
