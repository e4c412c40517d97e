import { levelOf } from "@doudi/contract/api";
import { useMe } from "../../api/session.js";
import { useDivisions } from "../../api/useDivisions.js";
import type { Filter } from "../../components/FilterChips.js";
import { useFilters } from "../../components/useFilters.js";

/** Policy differs by county and above; whoever works for several counties chooses among them, in the address. */
export function usePolicyPlace() {
  const { area } = useMe();
  const below = useDivisions();
  const { filters, set } = useFilters(["place"]);
  const level = levelOf(area.code);
  const places = level === "province" || level === "prefecture" ? below : [];
  const chips: readonly Filter<"place">[] = places.length === 0 ? [] : [{ key: "place", name: { zh: "地区", en: "Place" }, options: places.map(({ code, name }) => ({ value: code, label: name })) }];
  return { place: filters.place ?? area.code.slice(0, 6), chips, filters, set };
}
