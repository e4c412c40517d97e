import { useMemo } from "react";
import { Chart } from "../../components/Chart.js";
import { StateTag } from "../../components/StateTag.js";
import { useLanguage } from "../../language/language.js";
import { today } from "../../words/formats.js";
import { wordOf } from "../../words/stateWords.js";
import type { Parameter } from "./ParametersPage.js";
import { STATUS_WORDS } from "./statusWords.js";
import { valueOn } from "./valueOn.js";

/** A parameter over time: a chart where its values are numbers, and each value with its document. */
export function ParameterView({ parameter }: { readonly parameter: Parameter }) {
  const { t } = useLanguage();
  const now = today();
  const current = valueOn(parameter.values, now);
  return (
    <div className="stack">
      <section className="card">
        <p className="parameter-now">{current?.value ?? t({ zh: "今天没有值", en: "No value today" })}</p>
        <p className="muted">{t({ zh: "由{pack}规定", en: "Set by {pack}" }, { pack: t(parameter.pack) })}{current?.from === undefined || current.from === null ? null : t({ zh: "，自 {from} 起", en: ", since {from}" }, { from: current.from })}</p>
      </section>
      <ParameterChart parameter={parameter} />
      <section className="card">
        <h2>{t({ zh: "历次规定", en: "Every value" })}</h2>
        <ol className="parameter-values">
          {parameter.values.toReversed().map((value) => (
            <li key={`${value.from} ${value.to}`} aria-current={value === current ? "true" : undefined}>
              <span className="row"><strong>{value.value}</strong><StateTag word={wordOf(STATUS_WORDS, value.status)} />{value === current ? <span className="parameter-current">{t({ zh: "现行", en: "in force" })}</span> : null}</span>
              <span className="muted">{periodOf(value, t)}</span>
              <span>{t(value.source) || <span className="muted">{t({ zh: "没有找到文件", en: "no document was found" })}</span>}</span>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

function periodOf({ from, to }: Parameter["values"][number], t: ReturnType<typeof useLanguage>["t"]): string {
  if (from === null && to === null) return t({ zh: "一直有效", en: "at all times" });
  if (to === null) return t({ zh: "自 {from} 起", en: "since {from}" }, { from: from ?? "" });
  return from === null ? t({ zh: "{to} 以前", en: "before {to}" }, { to }) : t({ zh: "自 {from} 起，到 {to} 前", en: "from {from}, until {to}" }, { from, to });
}

const NUMBER = /^-?[\d,]+(\.\d+)?/;

function ParameterChart({ parameter }: { readonly parameter: Parameter }) {
  const { t } = useLanguage();
  const { values, unit, name } = parameter;
  const numbers = useMemo(() => values.map(({ value }) => Number(NUMBER.exec(value)?.[0].replaceAll(",", "") ?? Number.NaN)), [values]);
  const lines = useMemo(() => {
    const last = numbers.at(-1);
    const first = numbers[0];
    if (numbers.length < 2 || first === undefined || last === undefined || numbers.some(Number.isNaN)) return null;
    // The last value goes on until today, so that it can be seen to.
    return { first, last, categories: [...values.map(({ from }) => from ?? t({ zh: "起初", en: "at first" })), t({ zh: "今天", en: "today" })], series: [{ name: t(name), values: [...numbers, last] }] };
  }, [values, numbers, name, t]);
  if (lines === null) return null;
  const title = lines.first === lines.last ? t({ zh: "{name}前后一样", en: "{name}: the same at the end as at first" }, { name: t(name) }) : t(lines.first < lines.last ? { zh: "{name}由 {a} 升到 {b}", en: "{name} rose from {a} to {b}" } : { zh: "{name}由 {a} 降到 {b}", en: "{name} fell from {a} to {b}" }, { name: t(name), a: values[0]?.value ?? "", b: values.at(-1)?.value ?? "" });
  return <Chart kind="step" title={title} categories={lines.categories} categoryName={{ zh: "自", en: "Since" }} series={lines.series} unit={unit} show={figure} />;
}

const FIGURE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 4 });

function figure(value: number): string {
  return FIGURE.format(value);
}
