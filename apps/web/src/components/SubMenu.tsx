import type { Bilingual } from "@doudi/contract";
import { useLocation } from "@tanstack/react-router";
import { useLanguage } from "../language/language.js";
import { Go } from "./Go.js";
import "./subMenu.css";

/** The pages of one subject, side by side. */
export function SubMenu({ name, entries }: { readonly name: Bilingual; readonly entries: readonly { readonly to: string; readonly name: Bilingual }[] }) {
  const { t } = useLanguage();
  const { pathname } = useLocation();
  return (
    <nav className="sub-menu" aria-label={t(name)}>
      {entries.map((entry) => <Go key={entry.to} to={entry.to} aria-current={pathname === entry.to ? "page" : undefined}>{t(entry.name)}</Go>)}
    </nav>
  );
}
