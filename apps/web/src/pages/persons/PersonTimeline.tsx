import type { Answer } from "@doudi/contract/api";
import { useLanguage } from "../../language/language.js";
import { momentText } from "../../words/formats.js";
import "../findings/findings.css";

/** What happened, the newest first. */
export function PersonTimeline({ timeline }: { readonly timeline: Answer<"person">["timeline"] }) {
  const { t } = useLanguage();
  return (
    <section className="card">
      <h2>{t({ zh: "时间线", en: "Timeline" })}</h2>
      {timeline.length === 0 ? <p className="muted">{t({ zh: "还没有记录。", en: "Nothing yet." })}</p> : <ol className="timeline">{timeline.map((each, place) => <li key={`${each.at} ${place}`}><time className="muted" dateTime={each.at}>{momentText(each.at).slice(0, 10)}</time><span>{t(each)}</span></li>)}</ol>}
    </section>
  );
}
