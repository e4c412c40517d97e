import { type ReactNode, useState } from "react";
import { useLanguage } from "../language/language.js";
import type { Column } from "./DataList.js";
import "./columns.css";

/** The columns of a list that are wanted, the first one always, and where they are chosen; kept in this browser. */
export function useColumns<Row>(list: string, all: readonly Column<Row>[]): { readonly columns: readonly Column<Row>[]; readonly chooser: ReactNode } {
  const { t } = useLanguage();
  const kept = `doudi.columns.${list}`;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set((localStorage.getItem(kept) ?? "").split(" ")));
  const change = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    localStorage.setItem(kept, [...next].join(" "));
    setHidden(next);
  };
  const [first, ...others] = all;
  const chooser = (
    <details className="columns" onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false; }} onKeyDown={(event) => { if (event.key === "Escape") event.currentTarget.open = false; }}>
      <summary>{t({ zh: "显示的列", en: "Columns" })}</summary>
      <fieldset>
        <legend className="heard">{t({ zh: "显示的列", en: "Columns" })}</legend>
        {others.map(({ key, name }) => <label key={key}><input type="checkbox" checked={!hidden.has(key)} onChange={() => change(key)} />{t(name)}</label>)}
      </fieldset>
    </details>
  );
  return { columns: first === undefined ? [] : [first, ...others.filter(({ key }) => !hidden.has(key))], chooser };
}
