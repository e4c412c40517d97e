import type { RosterVersion } from "@doudi/contract/api";
import { Go } from "../../components/Go.js";
import { useLanguage } from "../../language/language.js";
import { bytesText, countText } from "../../words/formats.js";
import { Digest } from "./Digest.js";

/** The file, its digest, and where its rows went: the counts add up. */
export function VersionFacts({ version }: { readonly version: RosterVersion }) {
  const { t } = useLanguage();
  const rows = `/rosters/${version.version_id}/rows`;
  const counts = [
    { state: "accepted", name: { zh: "读入", en: "taken in" }, count: version.accepted },
    { state: "duplicate", name: { zh: "重复", en: "duplicates" }, count: version.duplicates },
    { state: "rejected", name: { zh: "有误", en: "rejected" }, count: version.rejected },
  ] as const;
  return (
    <section className="card">
      <h2>{t({ zh: "文件", en: "The file" })}</h2>
      <dl className="facts">
        <div><dt>{t({ zh: "文件名", en: "Name" })}</dt><dd>{version.file_name}</dd></div>
        <div><dt>{t({ zh: "大小", en: "Size" })}</dt><dd>{bytesText(version.bytes)}</dd></div>
        <div><dt>{t({ zh: "摘要", en: "Digest" })}</dt><dd><Digest text={version.digest} /></dd></div>
        {version.state === "reading" || version.state === "failed" ? null : (
          <>
            <div><dt>{t({ zh: "行数", en: "Rows" })}</dt><dd><Go to={rows}>{countText(version.rows)}</Go></dd></div>
            {counts.map(({ state, name, count }) => <div key={state}><dt className="facts-part">{t(name)}</dt><dd>{count === 0 ? "0" : <Go to={rows} search={{ state }}>{countText(count)}</Go>}</dd></div>)}
          </>
        )}
      </dl>
    </section>
  );
}
