import type { Bilingual } from "@doudi/contract";
import type { ReactNode } from "react";
import { Go } from "../components/Go.js";
import { useLanguage } from "../language/language.js";

interface PageFrameProps {
  readonly title: string;
  /** A sentence below the title. */
  readonly lead?: ReactNode;
  /** The pages above this one. */
  readonly above?: readonly { readonly to: string; readonly name: Bilingual }[];
  /** What can be done here, at the right of the title. */
  readonly acts?: ReactNode;
  readonly children: ReactNode;
}

/** A page: where it stands, its heading, what can be done, then what it shows. */
export function PageFrame({ title, lead, above = [], acts, children }: PageFrameProps) {
  const { t } = useLanguage();
  return (
    <div className="page">
      <div>
        {above.length === 0 ? null : (
          <nav className="page-crumbs" aria-label={t({ zh: "当前位置", en: "Where this page stands" })}>
            {above.map(({ to, name }) => <span key={to}><Go to={to}>{t(name)}</Go> /</span>)}
          </nav>
        )}
        <div className="page-head"><h1>{title}</h1>{acts === undefined ? null : <div className="row">{acts}</div>}</div>
        {lead === undefined ? null : <p className="page-lead">{lead}</p>}
      </div>
      {children}
    </div>
  );
}
