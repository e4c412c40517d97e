import type { Bilingual } from "@doudi/contract";
import { lazy, type ReactNode, Suspense } from "react";
import { useLanguage } from "../language/language.js";
import type { Series } from "./ChartDrawing.js";
import "./chart.css";

const ChartDrawing = lazy(() => import("./ChartDrawing.js").then((module) => ({ default: module.ChartDrawing })));

interface ChartProps {
  /** States the finding, not the topic. */
  readonly title: string;
  readonly kind: "line" | "bar" | "step";
  /** Of the x axis, from left to right. */
  readonly categories: readonly string[];
  readonly categoryName: Bilingual;
  readonly series: readonly Series[];
  /** Of the values: stands at the axis. */
  readonly unit: string;
  /** A value in words, for the table and the tip. */
  readonly show: (value: number) => string;
}

/** A chart under a title that says what is to be seen, with the figures as a table for those who listen or copy. */
export function Chart(props: ChartProps): ReactNode {
  const { title, categories, categoryName, series, show } = props;
  const { t } = useLanguage();
  return (
    <figure className="chart card">
      <figcaption><h2>{title}</h2></figcaption>
      <div className="chart-area" aria-hidden="true"><Suspense><ChartDrawing {...props} /></Suspense></div>
      <details>
        <summary>{t({ zh: "数据表", en: "The figures" })}</summary>
        <table className="chart-table">
          <thead><tr><th scope="col">{t(categoryName)}</th>{series.map(({ name }) => <th key={name} scope="col" className="number">{name}</th>)}</tr></thead>
          <tbody>{categories.map((category, place) => <tr key={category}><th scope="row">{category}</th>{series.map(({ name, values }) => <td key={name} className="number">{valueText(values[place], show)}</td>)}</tr>)}</tbody>
        </table>
      </details>
    </figure>
  );
}

function valueText(value: number | null | undefined, show: (value: number) => string): string {
  return value === null || value === undefined ? "—" : show(value);
}
