import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useApi } from "../../api/useApi.js";
import { Empty } from "../../components/Empty.js";
import { Problem } from "../../components/Problem.js";
import { SubMenu } from "../../components/SubMenu.js";
import { useFilters } from "../../components/useFilters.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { useMedia } from "../../layout/useMedia.js";
import { PHONE } from "../../theme.js";
import { today } from "../../words/formats.js";
import { CalendarList } from "./CalendarList.js";
import { CalendarSetting } from "./CalendarSetting.js";
import { CalendarTable } from "./CalendarTable.js";
import { ROSTER_MENU, ROSTERS } from "./rosterMenu.js";
import { UploadButton } from "./UploadButton.js";
import "./calendar.css";

/** Which rosters of which department are due, late, in, quarter by quarter. */
export function RosterCalendarPage() {
  const { t } = useLanguage();
  const { filters, set } = useFilters(["year"]);
  const isPhone = useMedia(PHONE);
  const year = Number(filters.year ?? today().slice(0, 4));
  const calendar = useApi("rosterCalendar", { query: { year } });
  return (
    <PageFrame title={t(ROSTERS)} acts={<UploadButton />}>
      <SubMenu name={ROSTERS} entries={ROSTER_MENU} />
      <div className="calendar-year">
        <Button icon={<LeftOutlined />} aria-label={t({ zh: "前一年", en: "The year before" })} onClick={() => set({ year: String(year - 1) })} />
        <h2>{t({ zh: "{year}年", en: "{year}" }, { year: String(year) })}</h2>
        <Button icon={<RightOutlined />} aria-label={t({ zh: "后一年", en: "The year after" })} onClick={() => set({ year: String(year + 1) })} />
      </div>
      {calendar.isError ? <Problem error={calendar.error} onRetry={() => void calendar.refetch()} /> : calendar.data?.entries.length === 0 ? <div className="list"><Empty title={BEFORE.title} hint={BEFORE.hint} /></div> : isPhone ? <CalendarList calendar={calendar.data} year={year} /> : <CalendarTable calendar={calendar.data} year={year} />}
      {calendar.data === undefined ? null : <CalendarSetting startsRuns={calendar.data.starts_runs} />}
    </PageFrame>
  );
}

const BEFORE = { title: { zh: "这一年还没有开始报送", en: "No rosters were asked for in this year" }, hint: { zh: "从系统里第一份花名册的季度算起。", en: "They are from the quarter of the first roster on record." } };
