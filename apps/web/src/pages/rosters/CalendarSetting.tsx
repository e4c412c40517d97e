import { useMay } from "../../api/session.js";
import { useAct } from "../../api/useApi.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";

/** Whether the calendar starts the comparison by itself; whoever may start one may switch it. */
export function CalendarSetting({ startsRuns }: { readonly startsRuns: boolean }) {
  const { t } = useLanguage();
  const mayStart = useMay("run.start");
  const act = useAct("setCalendar", ["rosterCalendar"]);
  return (
    <section className="card calendar-setting">
      <label>
        <input type="checkbox" checked={startsRuns} disabled={!mayStart || act.isPending} onChange={(event) => act.mutate({ body: { starts_runs: event.target.checked } })} />
        <strong>{t({ zh: "自动开始比对", en: "Start the comparison by itself" })}</strong>
      </label>
      <p className="muted">{t({ zh: "一个季度的花名册全部签发后比对一次；到期还没签齐的，期限一过用已签发的比对一次，并写明缺哪些。该报的，是以前报过的各种花名册；第一个季度是全部。", en: "Once when all rosters of a quarter are signed; where some are not by the due day, once with those that are, saying what is missing. Expected are the kinds sent before; in the first quarter, all." })}</p>
      {act.error === null ? null : <Problem error={act.error} />}
    </section>
  );
}
