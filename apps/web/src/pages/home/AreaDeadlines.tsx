import type { Answer } from "@doudi/contract/api";
import { Go } from "../../components/Go.js";
import { StateTag } from "../../components/StateTag.js";
import { useLanguage } from "../../language/language.js";
import { countText } from "../../words/formats.js";

/** What each place has to check, and how much of it is late. */
export function AreaDeadlines({ due }: { readonly due: Answer<"home">["due"] | undefined }) {
  const { t } = useLanguage();
  if (due !== undefined && due.length === 0) return null;
  return (
    <section className="card" aria-busy={due === undefined}>
      <h2 id="deadlines">{t({ zh: "各地核查进度", en: "Checks by place" })}</h2>
      {due === undefined ? <span className="waiting" /> : (
        <table className="home-table" aria-labelledby="deadlines">
          <thead><tr><th scope="col">{t({ zh: "核查地", en: "Place" })}</th><th scope="col" className="number">{t({ zh: "在核查", en: "To check" })}</th><th scope="col" className="number">{t({ zh: "其中逾期", en: "Overdue" })}</th></tr></thead>
          <tbody>
            {due.map(({ area, count, overdue }) => (
              <tr key={area.code}>
                <th scope="row">{area.name}</th>
                <td className="number"><Go to="/findings" search={{ assigned: area.code, state: "assigned", sort: "due" }}>{countText(count)}</Go></td>
                <td className="number">{overdue === 0 ? <span className="muted">0</span> : <Go to="/findings" search={{ assigned: area.code, overdue: "true" }}><StateTag word={{ zh: countText(overdue), en: countText(overdue), tone: "harm" }} /></Go>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
