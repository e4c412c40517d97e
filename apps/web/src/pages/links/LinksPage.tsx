import type { Answer, Call } from "@doudi/contract/api";
import { Button } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useAct, useApiPages } from "../../api/useApi.js";
import { Empty } from "../../components/Empty.js";
import { useNotice } from "../../components/notice.js";
import { Problem } from "../../components/Problem.js";
import { useFilters } from "../../components/useFilters.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { LinkCard } from "./LinkCard.js";
import { useLinkKeys } from "./useLinkKeys.js";
import { isVerdict, VERDICT_WORDS, type Verdict } from "./verdicts.js";
import "./links.css";

export type Link = Answer<"links">["links"][number];
/** What becomes of the finding. */
const OUTCOMES = { same: { zh: "疑点记为属实。", en: "The finding is confirmed. " }, different: { zh: "疑点记为不属实。", en: "The finding is not so. " } };
const FILTERS = ["none", "unsure", "same", "different"] as const;

/** Pairs of rows that may be one person: same, different or unsure, one key each. What was decided here stays in view until the page is left, and can be decided anew. */
export function LinksPage() {
  const { t } = useLanguage();
  const notify = useNotice();
  const { filters, set } = useFilters(["verdict"]);
  const verdict = filters.verdict ?? "none";
  const list = useApiPages("links", { query: { verdict } as Call<"links">["query"] });
  const act = useAct("decideLink", ["home"]);
  const [decided, setDecided] = useState<ReadonlyMap<string, Verdict>>(new Map());
  const place = useRef<HTMLDivElement>(null);
  const links = useMemo(() => list.pages.flatMap((page) => page.links), [list.pages]);
  const columns = useMemo(() => Object.assign({}, ...list.pages.map((page) => page.columns)) as Answer<"links">["columns"], [list.pages]);
  useEffect(() => setDecided(new Map()), [verdict]);

  const verdictOf = useCallback((link: Link) => decided.get(link.finding_id) ?? (isVerdict(link.verdict) ? link.verdict : undefined), [decided]);
  const { mutate } = act;
  const decide = useCallback((link: Link, chosen: Verdict) => {
    mutate({ params: { finding_id: link.finding_id }, body: { verdict: chosen } }, {
      onSuccess: () => {
        setDecided((before) => new Map(before).set(link.finding_id, chosen));
        notify({ text: t({ zh: "已登记：{verdict}。{outcome}下次比对照此处理。", en: "Recorded: {verdict}. {outcome}The next comparison goes by it." }, { verdict: t(VERDICT_WORDS[chosen]), outcome: chosen === "unsure" ? "" : t(OUTCOMES[chosen]) }) });
        const cards = [...(place.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
        const at = cards.findIndex((card) => card.dataset["row"] === link.finding_id);
        cards[at + 1]?.focus();
      },
    });
  }, [mutate, notify, t]);
  useLinkKeys({ place, links, decide });

  return (
    <PageFrame title={t({ zh: "疑似同一人", en: "Probable links" })} lead={t({ zh: "证件号缺失或有误的两行，像是同一个人。您的判定会被记住，不会自动取消谁的待遇。", en: "Two rows, one without a usable id, that may be one person. What you decide is remembered; nobody loses a benefit by it." })}>
      <div className="row" role="group" aria-label={t({ zh: "按判定", en: "By verdict" })}>
        {FILTERS.map((each) => <Button key={each} type={each === verdict ? "primary" : "default"} aria-pressed={each === verdict} onClick={() => set({ verdict: each === "none" ? "" : each })}>{t(each === "none" ? { zh: "待判定", en: "to decide" } : VERDICT_WORDS[each])}</Button>)}
        <span className="link-keys muted">{t({ zh: "键盘：1 同一人，2 不同人，3 说不准，j、k 上下", en: "Keys: 1 same, 2 different, 3 unsure; j and k move" })}</span>
      </div>
      {act.error === null ? null : <Problem error={act.error} />}
      {list.error !== null ? <Problem error={list.error} onRetry={list.retry} /> : null}
      {list.error === null && !list.isLoading && links.length === 0 ? <div className="list"><Empty title={{ zh: "没有这样的一对", en: "There is no such pair" }} hint={verdict === "none" ? { zh: "都判定完了；新的在下次比对之后出现。", en: "All are decided; new ones come with the next comparison." } : undefined} /></div> : null}
      <div className="stack" ref={place} aria-busy={list.isLoading}>
        {list.isLoading ? <div className="card link-waiting"><span className="waiting" /><span className="waiting" /></div> : null}
        {links.map((link) => <LinkCard key={link.finding_id} link={link} columns={columns} verdict={verdictOf(link)} isActing={act.isPending} onDecide={decide} />)}
      </div>
      {list.more.has ? <div><Button loading={list.more.isLoading} onClick={list.more.load}>{t({ zh: "再列一些", en: "Show more" })}</Button></div> : null}
    </PageFrame>
  );
}
