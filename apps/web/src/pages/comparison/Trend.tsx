import type { Bilingual } from "@doudi/contract";
import { useApi } from "../../api/useApi.js";
import { Chart } from "../../components/Chart.js";
import { useLanguage } from "../../language/language.js";
import { countText, percentText } from "../../words/formats.js";

const DATE: Bilingual = { zh: "比对日期", en: "Date" };

/** How far dibao and the register of the poor overlap, run by run; the title says what has become of it. */
export function Trend() {
  const { t } = useLanguage();
  const { data } = useApi("trend", {});
  if (data === undefined) return <div className="trend"><div className="card trend-waiting" /><div className="card trend-waiting" /></div>;
  const { points } = data;
  const first = points.find(({ rate }) => rate !== null)?.rate;
  const last = points.filter(({ rate }) => rate !== null).at(-1)?.rate;
  if (points.length < 2 || first === undefined || first === null || last === undefined || last === null) return null;
  const change = { first: percentText(first), last: percentText(last) };
  const title = last > first
    ? t({ zh: "低保对象中建档立卡的占比由 {first} 升至 {last}", en: "The share of dibao persons on the poor register rose from {first} to {last}" }, change)
    : last < first
      ? t({ zh: "低保对象中建档立卡的占比由 {first} 降至 {last}", en: "The share of dibao persons on the poor register fell from {first} to {last}" }, change)
      : t({ zh: "低保对象中建档立卡的占比保持在 {last}", en: "The share of dibao persons on the poor register stays at {last}" }, change);
  const newest = points.at(-1);
  const dates = points.map(({ date }) => date);
  return (
    <div className="trend">
      <Chart title={title} kind="line" categories={dates} categoryName={DATE} unit={t({ zh: "占低保人数", en: "of dibao persons" })} show={percentText} series={[{ name: t({ zh: "重合率", en: "Overlap" }), values: points.map(({ rate }) => rate) }]} />
      <Chart
        title={t({ zh: "既是低保又建档立卡的有 {n} 人（最近一批）", en: "{n} people stand on both, in the newest run" }, { n: countText(newest?.dibao_poor ?? 0) })}
        kind="line" categories={dates} categoryName={DATE} unit={t({ zh: "人", en: "people" })} show={countText}
        series={[
          { name: t({ zh: "低保", en: "Dibao" }), values: points.map(({ dibao }) => dibao) },
          { name: t({ zh: "建档立卡", en: "Poor register" }), values: points.map(({ poor }) => poor) },
          { name: t({ zh: "残疾人", en: "Disabled" }), values: points.map(({ disabled }) => disabled) },
          { name: t({ zh: "低保且建档立卡", en: "Both" }), values: points.map(({ dibao_poor }) => dibao_poor) },
        ]}
      />
    </div>
  );
}
