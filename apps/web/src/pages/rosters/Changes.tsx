import type { Bilingual } from "@doudi/contract";
import { useLanguage } from "../../language/language.js";

type Cells = Readonly<Record<string, string>> | null;

/** What differs between a row before and after; of a row that came or went, all of it. */
export function Changes({ before, after, columns }: { readonly before: Cells; readonly after: Cells; readonly columns: Readonly<Record<string, Bilingual>> }) {
  const { t } = useLanguage();
  const headers = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter((header) => before === null || after === null || (before[header] ?? "") !== (after[header] ?? ""));
  return (
    <dl className="changes">
      {headers.map((header) => (
        <div key={header}>
          <dt>{columns[header] === undefined ? header : t(columns[header])}</dt>
          <dd>
            {before === null || after === null ? (before ?? after)?.[header] : (
              <><span className="heard">{t({ zh: "原为", en: "before" })}</span><del>{before[header] || "—"}</del> → <span className="heard">{t({ zh: "现为", en: "now" })}</span><ins>{after[header] || "—"}</ins></>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
