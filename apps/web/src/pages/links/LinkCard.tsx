import type { Answer } from "@doudi/contract/api";
import { Button } from "antd";
import { Go } from "../../components/Go.js";
import { StateTag } from "../../components/StateTag.js";
import { useLanguage } from "../../language/language.js";
import { percentText } from "../../words/formats.js";
import { SourceRows } from "../findings/SourceRows.js";
import type { Link } from "./LinksPage.js";
import { VERDICT_WORDS, VERDICTS, type Verdict } from "./verdicts.js";
import { Waterfall } from "./Waterfall.js";
import "../findings/findings.css";

interface LinkCardProps {
  readonly link: Link;
  readonly columns: Answer<"links">["columns"];
  readonly verdict: Verdict | undefined;
  readonly isActing: boolean;
  readonly onDecide: (link: Link, verdict: Verdict) => void;
}

/** One pair: both rows, how the score came about, the three answers. */
export function LinkCard({ link, columns, verdict, isActing, onDecide }: LinkCardProps) {
  const { t } = useLanguage();
  const rows = [link.left, link.right].filter((row) => row !== null);
  const names = rows.map(({ cells }) => cells["name"]).filter((name) => name !== undefined && name !== "").join(" — ");
  const [left, right] = rows;
  const differing = left === undefined || right === undefined ? [] : Object.keys(left.cells).filter((column) => left.cells[column] !== "" && right.cells[column] !== undefined && right.cells[column] !== "" && right.cells[column] !== left.cells[column]);
  return (
    <article className="card link" data-row={link.finding_id} tabIndex={-1} aria-label={names}>
      <div className="link-head">
        <h2>{names}</h2>
        <span className="muted">{link.area.name}</span>
        {verdict === undefined ? null : <StateTag word={VERDICT_WORDS[verdict]} />}
        <Go to={`/findings/${link.finding_id}`} className="link-more">{t({ zh: "历程", en: "History" })}</Go>
      </div>
      <div className="link-body">
        <div>
          <SourceRows rows={rows} columns={columns} differing={differing} isShort />
          {rows.length < 2 ? <p className="muted">{t({ zh: "另一行不在您的辖区内，或已不在名册上。", en: "The other row lies outside your area, or is on no roster any more." })}</p> : null}
        </div>
        <Waterfall weights={link.weights} title={t({ zh: "同一人的把握 {p}", en: "Probability of one person: {p}" }, { p: percentText(link.probability) })} />
      </div>
      <div className="row">
        {VERDICTS.map((each, place) => (
          <Button key={each} type={verdict === each ? "primary" : "default"} aria-pressed={verdict === each} disabled={isActing} aria-keyshortcuts={String(place + 1)} onClick={() => onDecide(link, each)}>
            <kbd aria-hidden>{place + 1}</kbd> {t(VERDICT_WORDS[each])}
          </Button>
        ))}
      </div>
    </article>
  );
}
