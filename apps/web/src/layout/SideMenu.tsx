import type { Permission } from "@doudi/contract/api";
import { useLocation } from "@tanstack/react-router";
import { Go } from "../components/Go.js";
import { useLanguage } from "../language/language.js";
import { isOpenTo } from "../pages.js";
import { MENU } from "./menu.js";

/** The entries this user may open; folded, only their pictures, each with its name for whoever points or listens. */
export function SideMenu({ may, isFolded }: { readonly may: readonly Permission[]; readonly isFolded: boolean }) {
  const { t } = useLanguage();
  const { pathname } = useLocation();
  return (
    <ul className="side-menu">
      {MENU.filter(({ permission }) => isOpenTo(permission, may)).map(({ to, name, icon }) => {
        const isCurrent = to === "/" ? pathname === "/" : pathname === to || pathname.startsWith(`${to}/`);
        return (
          <li key={to} title={isFolded ? t(name) : undefined}>
            <Go to={to} className="side-link" aria-current={isCurrent ? "page" : undefined} aria-label={isFolded ? t(name) : undefined}>{icon}<span className="side-name">{t(name)}</span></Go>
          </li>
        );
      })}
    </ul>
  );
}
