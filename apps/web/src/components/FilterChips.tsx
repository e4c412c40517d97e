import type { Bilingual } from "@doudi/contract";
import { Button, Select } from "antd";
import { useLanguage } from "../language/language.js";
import "./filterChips.css";

export interface Filter<K extends string> {
  readonly key: K;
  readonly name: Bilingual;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

interface FilterChipsProps<K extends string> {
  readonly filters: readonly Filter<K>[];
  readonly values: Partial<Record<K, string>>;
  readonly onChange: (change: Partial<Record<K, string>>) => void;
}

/** Filters above a list, one chip each: its name, what was chosen, a cross to take it off. */
export function FilterChips<K extends string>({ filters, values, onChange }: FilterChipsProps<K>) {
  const { t } = useLanguage();
  const cleared = Object.fromEntries(filters.map(({ key }) => [key, ""])) as Partial<Record<K, string>>;
  const isFiltered = filters.some(({ key }) => values[key] !== undefined);
  return (
    <div className="filters" role="group" aria-label={t({ zh: "筛选", en: "Filters" })}>
      {filters.map(({ key, name, options }) => (
        <Select
          key={key} className={`filter${values[key] === undefined ? "" : " filter-on"}`} aria-label={t(name)} placeholder={t(name)} prefix={values[key] === undefined ? null : <span className="filter-name">{t(name)}</span>}
          value={values[key] ?? null} options={[...options]} allowClear popupMatchSelectWidth={false}
          showSearch={options.length > 12 ? { optionFilterProp: "label" } : false}
          onChange={(value: string | undefined) => onChange({ [key]: value ?? "" } as Partial<Record<K, string>>)}
        />
      ))}
      {isFiltered ? <Button type="link" onClick={() => onChange(cleared)}>{t({ zh: "清除筛选", en: "Clear filters" })}</Button> : null}
    </div>
  );
}
