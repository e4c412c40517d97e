import type { Bilingual } from "@doudi/contract";
import { InboxOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useLanguage } from "../language/language.js";
import "./empty.css";

/** Nothing to show: says so, and what to do next. */
export function Empty({ title, hint, children }: { readonly title: Bilingual; readonly hint?: Bilingual | undefined; readonly children?: ReactNode }) {
  const { t } = useLanguage();
  return (
    <div className="empty">
      <InboxOutlined className="empty-icon" aria-hidden />
      <p className="empty-title">{t(title)}</p>
      {hint === undefined ? null : <p className="empty-hint">{t(hint)}</p>}
      {children}
    </div>
  );
}
