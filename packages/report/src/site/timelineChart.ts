import type { Lang, SiteTrack, SiteValue, ValueStatus } from "@doudi/contract";
import { displayWidth } from "../displayWidth.js";
import { html, Markup } from "../html/markup.js";

interface TimelineChart {
  /** Names the drawing; unique on the page. */
  id: string;
  tracks: readonly SiteTrack[];
  /** A track by the name of its pack. */
  trackName: (packId: string) => string;
  lang: Lang;
  /** The day of the site: drawings run at least so far. */
  date: string;
  label: string;
}

interface Look {
  width: number;
  names: number;
  size: number;
}

const WIDE: Look = { width: 860, names: 150, size: 13 };
const NARROW: Look = { width: 350, names: 0, size: 12 };
const LETTER_WIDTH = 0.56;
const INK = "#1f2933";
const MUTED = "#52606d";
/** Room for the highest step; what is no number needs less. */
const STEP = 36;
const BAND = 18;

/** The values of a parameter over time as steps, a row for each pack: how high, from when, and whether a document says so. */
export function timelineChart(chart: TimelineChart): Markup {
  return html`<div role="img" aria-label="${chart.label}"><div class="wide">${draw(chart, "w", WIDE)}</div><div class="narrow" aria-hidden="true">${draw(chart, "n", NARROW)}</div></div>`;
}

function draw(chart: TimelineChart, suffix: string, look: Look): Markup {
  const named = chart.tracks.length > 1;
  const left = named && look.names > 0 ? look.names : 4;
  const scale = timeScale(chart, left, look.width - 10);
  const top = Math.max(0, ...chart.tracks.flatMap(({ values }) => values.map(({ size }) => size ?? 0)));
  const step = top > 0 ? STEP : BAND;
  const id = `${chart.id}-${suffix}`;
  let y = 4;
  let body = "";
  for (const track of chart.tracks) {
    if (named && look.names === 0) {
      body += text(4, y + look.size, chart.trackName(track.packId), look.size, INK, 'font-weight="600"');
      y += look.size + 6;
    }
    const base = y + look.size + 6 + step;
    if (named && look.names > 0) body += text(left - 12, base - 6, chart.trackName(track.packId), look.size, INK, 'text-anchor="end"');
    body += row(track.values, { scale, base, top, step, look, id, lang: chart.lang });
    y = base + 12;
  }
  const height = y + look.size + 12;
  const ticks = scale.years.map((year) => {
    const x = scale.at(`${year}-01-01`);
    return `<path d="M${x} 4V${y - 8}" stroke="#e3e8ed" fill="none"/>${text(x, y + look.size - 1, String(year), look.size - 1, MUTED, 'text-anchor="middle"')}`;
  }).join("");
  return new Markup(`<svg viewBox="0 0 ${look.width} ${height}" role="presentation" focusable="false" font-family="inherit">${patterns(id)}${ticks}${body}</svg>`);
}

interface Scale {
  at: (date: string) => number;
  start: string;
  end: string;
  years: number[];
}

function timeScale({ tracks, date }: TimelineChart, left: number, right: number): Scale {
  const begins = tracks.flatMap(({ values }) => values.flatMap(({ from }) => from ?? []));
  const ends = tracks.flatMap(({ values }) => values.flatMap(({ from, to }) => to ?? from ?? []));
  const start = [...begins].sort()[0] ?? date;
  const last = [...ends, date].sort().at(-1) ?? date;
  const [first, final] = [dayNumber(start), Math.max(dayNumber(last), dayNumber(start) + 365) + 60];
  const at = (day: string): number => Math.round((left + ((right - left) * (dayNumber(day) - first)) / (final - first)) * 10) / 10;
  const [from, to] = [Number(start.slice(0, 4)) + (start.slice(5) === "01-01" ? 0 : 1), new Date(final * 86_400_000).getUTCFullYear()];
  const room = Math.max(1, Math.floor((right - left) / 62));
  const every = [1, 2, 5, 10, 20, 50].find((step) => (to - from + 1) / step <= room) ?? 100;
  const years = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index).filter((year) => year % every === 0);
  const end = new Date(final * 86_400_000).toISOString().slice(0, 10);
  return { at, start, end, years: years.filter((year) => at(`${year}-01-01`) >= left + 12 && at(`${year}-01-01`) <= right - 16) };
}

function dayNumber(date: string): number {
  return Math.round(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / 86_400_000);
}

interface RowLook {
  scale: Scale;
  base: number;
  top: number;
  step: number;
  look: Look;
  id: string;
  lang: Lang;
}

function row(values: readonly SiteValue[], { scale, base, top, step, look, id, lang }: RowLook): string {
  const boxes = values.map((value) => {
    const x = scale.at(value.from ?? scale.start);
    const right = scale.at(value.to ?? scale.end);
    const height = value.size === null || top === 0 ? step : Math.max(5, (step * value.size) / top);
    return { x, right, y: base - height, height, value, label: value.text[lang] };
  });
  // The latest values are named first; one whose name would run into the next is told by the table alone.
  let free = look.width;
  const labels: string[] = [];
  for (const box of boxes.toReversed()) {
    const width = displayWidth(box.label) * look.size * LETTER_WIDTH;
    const x = Math.min(box.x + 1, look.width - width - 2);
    if (x + width > free) continue;
    labels.push(text(x, box.y - 5, box.label, look.size, INK));
    free = x - 8;
  }
  const shapes = boxes.map(({ x, right, y, height, value }) => `<path d="M${x} ${y}H${right}V${round(y + height)}H${x}Z" fill="${fillOf(value.status, id)}" stroke="${STROKES[value.status]}" stroke-width="1"/>`);
  return `${shapes.join("")}${labels.join("")}`;
}

const STROKES: Record<ValueStatus, string> = { verified: "#1d4f8c", unsourced: "#a86d00", demo: "#6f7d8b", set: "#1d4f8c", none: "#8793a1" };

function fillOf(status: ValueStatus, id: string): string {
  if (status === "unsourced") return `url(#${id}-h)`;
  return status === "demo" ? `url(#${id}-d)` : "#b9d3ec";
}

function patterns(id: string): string {
  return `<defs><pattern id="${id}-h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff8e6"/><path d="M0 0V6" stroke="#c98a1b" stroke-width="2.4"/></pattern><pattern id="${id}-d" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="#fff"/><circle cx="2" cy="2" r="1" fill="#6f7d8b"/></pattern></defs>`;
}

function text(x: number, y: number, content: string, size: number, fill: string, more = ""): string {
  return html`<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${fill}" ${new Markup(more)}>${content}</text>`.text;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
