import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use as register } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { CHART_COLOURS, COLOURS, FONT } from "../theme.js";

register([LineChart, BarChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

interface ChartDrawingProps {
  /** step: a value holds until the next one. */
  readonly kind: "line" | "bar" | "step";
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly unit: string;
  readonly show: (value: number) => string;
}

/** Lines differ in the shape of their points, not in colour alone. */
const SHAPES = ["circle", "rect", "triangle", "diamond", "pin"];

/** The drawing of a Chart; the library comes with it, when it is first needed. */
export function ChartDrawing({ kind, categories, series, unit, show }: ChartDrawingProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return;
    const chart = init(place.current, null, { renderer: "svg" });
    chart.setOption({
      animation: false, color: [...CHART_COLOURS], textStyle: { fontFamily: FONT, color: COLOURS.text },
      grid: { left: 8, right: 16, top: 36, bottom: series.length > 1 ? 36 : 8, containLabel: true },
      tooltip: { trigger: "axis", confine: true, valueFormatter: (value: unknown) => (typeof value === "number" ? show(value) : "—") },
      ...(series.length > 1 ? { legend: { bottom: 0 } } : {}),
      xAxis: { type: "category", data: [...categories], axisTick: { show: false }, axisLabel: { color: COLOURS.muted } },
      yAxis: { type: "value", name: unit, nameTextStyle: { align: "left", color: COLOURS.muted }, axisLabel: { color: COLOURS.muted, formatter: (value: number) => show(value) }, splitLine: { lineStyle: { color: COLOURS.line } } },
      series: series.map(({ name, values }, at) => (kind === "bar"
        ? { type: "bar", name, data: [...values], barMaxWidth: 40 }
        : { type: "line", name, data: [...values], step: kind === "step" ? "end" as const : false as const, symbol: SHAPES[at % SHAPES.length], symbolSize: 8, connectNulls: false })),
    });
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [kind, categories, series, unit, show]);
  return <div ref={place} className="chart-drawing" />;
}
