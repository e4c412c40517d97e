import { FINDING_CODES, FINDING_GROUPS, FINDINGS, SEVERITIES } from "@doudi/contract";
import type { Call } from "@doudi/contract/api";
import { useMe } from "../../api/session.js";
import { useDivisions, useDivisionsBelow } from "../../api/useDivisions.js";
import type { Filter } from "../../components/FilterChips.js";
import { useFilters } from "../../components/useFilters.js";
import { useLanguage } from "../../language/language.js";
import { FINDING_STATE_WORDS, SEVERITY_WORDS } from "../../words/stateWords.js";

const FILTER_KEYS = ["group", "code", "severity", "state", "area", "assigned", "overdue"] as const;
/** Digits of the code of a township. */
const TOWNSHIP = 9;
type FilterKey = (typeof FILTER_KEYS)[number];
/** What the list, the counts, the export and bulk assignment are asked with. */
export type FindingFilter = NonNullable<Call<"assignFindings">["body"]["filter"]>;

const SORTS = { severity: { zh: "严重程度", en: "severity" }, due: { zh: "期限", en: "deadline" }, updated: { zh: "最近变动", en: "last change" } } as const;
type FindingSort = keyof typeof SORTS;

/** The filters of findings as the address has them, the chips they are chosen with, and which finding is open. */
export function useFindingFilters(isPhone: boolean) {
  const { t } = useLanguage();
  const { area } = useMe();
  const places = useDivisions().map(({ code, name }) => ({ value: code, label: name }));
  const { filters, set } = useFilters([...FILTER_KEYS, "sort", "open"] as const);
  const { sort, open, ...chosen } = filters;
  // Below the township that was chosen, or whose village was, stand its villages.
  const township = chosen.area !== undefined && chosen.area.length >= TOWNSHIP && area.code.length < TOWNSHIP ? chosen.area.slice(0, TOWNSHIP) : undefined;
  const villages = useDivisionsBelow(township);
  const placesAndVillages = places.flatMap((place) => [place, ...(place.value === township ? villages.map(({ code, name }) => ({ value: code, label: `${place.label} ${name}` })) : [])]);
  const codes = FINDING_CODES.filter((code) => chosen.group === undefined || FINDINGS[code].group === chosen.group);
  const chips: readonly Filter<FilterKey | "sort">[] = [
    { key: "group", name: { zh: "类别", en: "Group" }, options: Object.entries(FINDING_GROUPS).map(([value, word]) => ({ value, label: t(word) })) },
    { key: "code", name: { zh: "疑点", en: "Kind" }, options: codes.map((value) => ({ value, label: t(FINDINGS[value]) })) },
    { key: "severity", name: { zh: "严重程度", en: "Severity" }, options: SEVERITIES.map((value) => ({ value, label: t(SEVERITY_WORDS[value]) })) },
    { key: "state", name: { zh: "状态", en: "State" }, options: Object.entries(FINDING_STATE_WORDS).map(([value, word]) => ({ value, label: t(word) })) },
    ...(places.length === 0 ? [] : [{ key: "area" as const, name: { zh: "所在地", en: "Place" }, options: placesAndVillages }]),
    { key: "assigned", name: { zh: "交办给", en: "Assigned to" }, options: [{ value: area.code, label: area.name }, ...places] },
    { key: "overdue", name: { zh: "期限", en: "Deadline" }, options: [{ value: "true", label: t({ zh: "已逾期", en: "overdue" }) }, { value: "false", label: t({ zh: "未逾期", en: "not overdue" }) }] },
    ...(isPhone ? [{ key: "sort" as const, name: { zh: "排序", en: "Sort" }, options: Object.entries(SORTS).map(([value, word]) => ({ value, label: t(word) })) }] : []),
  ];
  return {
    /** What the address holds is checked by the server, which names what does not fit. */
    filter: chosen as FindingFilter,
    /** The words of the address, for links that keep them. */
    words: filters,
    sort: (sort ?? "severity") as FindingSort,
    open, chips, set,
  };
}
