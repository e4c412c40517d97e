import { useQueryClient } from "@tanstack/react-query";
import { Progress } from "antd";
import { useEffect } from "react";
import { useApi } from "../api/useApi.js";
import { useLanguage } from "../language/language.js";
import { countText } from "../words/formats.js";
import { JOB_STATE_WORDS } from "../words/stateWords.js";
import { Problem } from "./Problem.js";

/** A job under way, asked for every second; one may leave and come back. When it ends, everything the page shows is read anew. */
export function JobProgress({ job }: { readonly job: number }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const { data, error } = useApi("job", { params: { job_id: job } }, { again: (answer) => (answer?.state === "done" || answer?.state === "failed" ? false : 1000) });
  const isOver = data?.state === "done" || data?.state === "failed";
  useEffect(() => {
    if (isOver) void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "job" && queryKey[0] !== "me" });
  }, [isOver, client]);
  if (error !== null) return <Problem error={error} />;
  if (data?.problem !== undefined && data.problem !== null) return <Problem error={{ code: "job", text: data.problem }} />;
  const step = data?.step === undefined || data.step === null ? t(JOB_STATE_WORDS[data?.state ?? "queued"]) : t(data.step);
  const share = data === undefined || data.total === 0 ? 0 : Math.min(100, Math.round((data.done / data.total) * 100));
  return (
    <div className="job">
      <div className="row"><span>{step}</span>{data === undefined || data.total === 0 ? null : <span className="muted number">{countText(data.done)} / {countText(data.total)}</span>}</div>
      <Progress percent={share} status={isOver ? "normal" : "active"} aria-label={step} />
    </div>
  );
}
