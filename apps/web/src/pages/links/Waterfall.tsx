import type { Bilingual } from "@doudi/contract";
import { useLanguage } from "../../language/language.js";
import type { Link } from "./LinksPage.js";

/** How a score came about: each bar begins where the one before ended, to the right what speaks for one person, to the left what speaks against; in bits (powers of two). */
export function Waterfall({ weights, title }: { readonly weights: Link["weights"]; readonly title: string }) {
  const { t } = useLanguage();
  const bars: { field: Bilingual; weight: number; from: number; to: number }[] = [];
  let sum = 0;
  for (const { field, weight } of weights) {
    bars.push({ field, weight, from: sum, to: sum + weight });
    sum += weight;
  }
  const low = Math.min(0, ...bars.map(({ to }) => to));
  const span = Math.max(1, Math.max(0, ...bars.map(({ to }) => to)) - low);
  const at = (value: number) => `${((value - low) / span) * 100}%`;
  const wide = (from: number, to: number) => `${(Math.abs(to - from) / span) * 100}%`;
  return (
    <table className="waterfall">
      <caption>{title}</caption>
      <thead><tr><th scope="col">{t({ zh: "依据", en: "Evidence" })}</th><th scope="col" className="number">{t({ zh: "比特", en: "Bits" })}</th><td aria-hidden /></tr></thead>
      <tbody>
        {bars.map(({ field, weight, from, to }) => (
          <tr key={field.zh}>
            <th scope="row">{t(field)}</th>
            <td className="number">{signed(weight)}</td>
            <td className="waterfall-bar" aria-hidden><span className={weight < 0 ? "waterfall-against" : "waterfall-for"} style={{ left: at(Math.min(from, to)), width: wide(from, to) }} /><i style={{ left: at(0) }} /></td>
          </tr>
        ))}
        <tr className="waterfall-sum"><th scope="row">{t({ zh: "合计", en: "Together" })}</th><td className="number">{signed(sum)}</td><td className="waterfall-bar" aria-hidden><span className="waterfall-all" style={{ left: at(Math.min(0, sum)), width: wide(0, sum) }} /><i style={{ left: at(0) }} /></td></tr>
      </tbody>
    </table>
  );
}

function signed(weight: number): string {
  return `${weight < 0 ? "−" : "+"}${Math.abs(weight).toFixed(1)}`;
}
