import { BarChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { displayWidth } from "../displayWidth.js";
import { html, Markup } from "./markup.js";

echarts.use([BarChart, GridComponent, SVGRenderer]);

interface BarSeries {
  name: string;
  color: string;
  /** A light fill is given a darker edge, so that it stands out from the paper. */
  edge?: string;
  values: readonly number[];
}

export interface BarChartData {
  /** Names the drawing; unique on the page. */
  id: string;
  categories: readonly string[];
  /** The first category is the whole, set in bold. */
  firstIsWhole?: boolean;
  series: readonly BarSeries[];
  stacked: boolean;
  /** What the axis counts, with its unit. */
  unit: string;
  /** A value at the end of its bar. */
  format: (value: number) => string;
  /** A value on the axis, whose unit is named below it. */
  tick: (value: number) => string;
}

// The drawing stands in the page and takes its face from there.
const FONT = "inherit";
const INK = "#1f2933";
const MUTED = "#52606d";
/** Width of the drawing, room that labels may take at most, letter size: all in pixels. */
const WIDE = { width: 860, labels: 330, size: 13 };
const NARROW = { width: 350, labels: 134, size: 12 };

/** Width of a column of text as a share of the letter size (a digit is wider than most letters), and what breaking at words costs. */
const LETTER_WIDTH = 0.6;
const WRAPPING_LOSS = 1.15;

/** Draws horizontal bars as SVG, once for paper and desktop and once for a phone; style sheets show one of them. */
export function barChart(data: BarChartData): Markup {
  return html`<div class="wide">${draw(data, "w", WIDE)}</div><div class="narrow" aria-hidden="true">${draw(data, "n", NARROW)}</div>`;
}

function draw(data: BarChartData, suffix: string, look: typeof WIDE): Markup {
  const letters = Math.max(0, ...data.categories.map(displayWidth));
  const needed = Math.ceil(letters * look.size * LETTER_WIDTH);
  const labels = Math.min(look.labels, needed);
  const lines = Math.ceil((needed * (needed > labels ? WRAPPING_LOSS : 1)) / Math.max(1, labels));
  const row = Math.max(data.stacked ? 27 : 14 + 17 * data.series.length, lines * (look.size + 2) + 8);
  const height = data.categories.length * row + 52;
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: look.width, height });
  try {
    chart.setOption(chartOption(data, { ...look, labels }));
    return cleanSvg(chart.renderToSVGString(), `${data.id}-${suffix}`);
  } finally {
    // Without this the renderer keeps the process alive.
    chart.dispose();
  }
}

function chartOption(data: BarChartData, look: typeof WIDE): Parameters<echarts.ECharts["setOption"]>[0] {
  const { categories, series, stacked } = data;
  const totals = categories.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const label = { show: true, position: "right" as const, color: INK, fontSize: look.size - 1, fontFamily: FONT, distance: 5 };
  return {
    animation: false,
    textStyle: { fontFamily: FONT, fontSize: look.size, color: INK },
    grid: { left: look.labels + 8, right: 58, top: 4, bottom: 44, outerBoundsMode: "none" },
    xAxis: {
      type: "value",
      splitNumber: look.width > 500 ? 5 : 3,
      name: data.unit,
      nameLocation: "middle",
      nameGap: 27,
      nameTextStyle: { color: MUTED, fontSize: look.size - 1 },
      axisLabel: { color: MUTED, fontSize: look.size - 1, formatter: (value: number) => data.tick(value), hideOverlap: true },
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: "#e3e8ed" } },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: categories.map((name, index) => (data.firstIsWhole === true && index === 0 ? { value: name, textStyle: { fontWeight: "bold" as const } } : name)),
      axisLine: { lineStyle: { color: "#8793a1" } },
      axisTick: { show: false },
      axisLabel: {
        color: INK,
        fontSize: look.size,
        width: look.labels,
        overflow: "break",
        lineHeight: look.size + 2,
        interval: 0,
      },
    },
    series: [
      ...series.map(({ name, color, edge, values }) => ({
        type: "bar" as const,
        name,
        silent: true,
        barWidth: stacked ? 15 : 13,
        barGap: "25%",
        ...(stacked ? { stack: "all" } : {}),
        itemStyle: { color, borderColor: edge ?? (stacked ? "#ffffff" : color), borderWidth: edge === undefined && !stacked ? 0 : 0.6 },
        data: [...values],
        ...(stacked ? {} : { label: { ...label, formatter: (point: { dataIndex: number }) => data.format(values[point.dataIndex] ?? 0) } }),
      })),
      // A bar of no length at the end of each stack carries the total.
      ...(stacked
        ? [{ type: "bar" as const, name: "", silent: true, stack: "all", data: categories.map(() => 0), label: { ...label, formatter: (point: { dataIndex: number }) => data.format(totals[point.dataIndex] ?? 0) } }]
        : []),
    ],
  };
}

/** Inline SVG needs no namespace and no hooks for a script; its size follows the page; ids are those of the chart, so that the same run gives the same bytes. */
function cleanSvg(svg: string, id: string): Markup {
  return new Markup(
    svg
      .replace(/<svg [^>]*viewBox="([^"]+)"[^>]*>/, '<svg viewBox="$1" role="presentation" focusable="false">')
      .replace(/ xmlns(?::xlink)?="[^"]*"/g, "")
      .replace(/ (?:class="zr[^"]*|pointer-events="[^"]*|ecmeta_\w+="[^"]*)"/g, "")
      .replace(/<style[^>]*>[\s\S]*?<\/style>/g, "")
      .replace(/zr\d+-/g, `${id}-`)
      .replace(/\n/g, ""),
  );
}
