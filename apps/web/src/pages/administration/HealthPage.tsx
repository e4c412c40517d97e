import { useApi } from "../../api/useApi.js";
import { Problem } from "../../components/Problem.js";
import { WhenWho } from "../../components/WhenWho.js";
import { useLanguage } from "../../language/language.js";
import { bytesText, countText } from "../../words/formats.js";
import { AdministrationFrame } from "./AdministrationFrame.js";
import "./administration.css";

const AGAIN_MS = 10_000;

/** How the system is: version, database, queue, memory; asked for again every ten seconds. */
export function HealthPage() {
  const { t } = useLanguage();
  const health = useApi("health", {}, { again: () => AGAIN_MS });
  const { data } = health;
  const figures = data === undefined ? [] : [
    { name: { zh: "程序版本", en: "Version" }, value: data.version },
    { name: { zh: "运行自", en: "Running since" }, value: <WhenWho at={data.started_at} /> },
    { name: { zh: "内存", en: "Memory" }, value: `${countText(data.memory_mb)} MB` },
    { name: { zh: "数据库", en: "Database" }, value: data.database.version },
    { name: { zh: "数据库结构", en: "Schema" }, value: data.schema },
    { name: { zh: "数据库大小", en: "Size of the database" }, value: bytesText(data.database.bytes) },
    { name: { zh: "数据库连接", en: "Connections" }, value: countText(data.database.connections) },
    ...(data.database.restarted_at === null ? [] : [{ name: { zh: "数据库意外停止后重启", en: "Database restarted after it died" }, value: <>{countText(data.database.restarts)} · <WhenWho at={data.database.restarted_at} /></> }]),
    { name: { zh: "排队任务", en: "Jobs waiting" }, value: countText(data.queue.waiting) },
    { name: { zh: "运行任务", en: "Jobs running" }, value: countText(data.queue.running) },
  ];
  return (
    <AdministrationFrame>
      {health.isError ? <Problem error={health.error} onRetry={() => void health.refetch()} /> : null}
      <dl className="health">{figures.map(({ name, value }) => <div key={name.en} className="card"><dt>{t(name)}</dt><dd>{value}</dd></div>)}</dl>
    </AdministrationFrame>
  );
}
