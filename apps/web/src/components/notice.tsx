import { CheckCircleOutlined, CloseOutlined } from "@ant-design/icons";
import type { Bilingual } from "@doudi/contract";
import { Button } from "antd";
import { createContext, type ReactNode, use, useCallback, useEffect, useState } from "react";
import { useLanguage } from "../language/language.js";
import "./notice.css";

interface Notice {
  readonly text: string;
  /** A way back, for what can be undone. */
  readonly undo?: { readonly label: Bilingual; readonly act: () => void } | undefined;
}

const NoticeContext = createContext<((notice: Notice) => void) | null>(null);
const SHOWN_MS = 6000;
/** Whoever wants to undo needs time to read. */
const SHOWN_WITH_UNDO_MS = 20_000;

/** The place where the page says that something is done; read out by screen readers. */
export function NoticeProvider({ children }: { readonly children: ReactNode }) {
  const { t } = useLanguage();
  const [notice, setNotice] = useState<Notice | null>(null);
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => setNotice(null), notice.undo === undefined ? SHOWN_MS : SHOWN_WITH_UNDO_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  const show = useCallback((next: Notice) => setNotice(next), []);
  return (
    <NoticeContext value={show}>
      {children}
      <div className="notice-place" role="status">
        {notice === null ? null : (
          <div className="notice">
            <CheckCircleOutlined className="notice-icon" aria-hidden />
            <span>{notice.text}</span>
            {notice.undo === undefined ? null : <Button type="link" onClick={() => { notice.undo?.act(); setNotice(null); }}>{t(notice.undo.label)}</Button>}
            <Button type="text" icon={<CloseOutlined />} aria-label={t({ zh: "关闭提示", en: "Close the notice" })} onClick={() => setNotice(null)} />
          </div>
        )}
      </div>
    </NoticeContext>
  );
}

/** Says that something is done. */
export function useNotice(): (notice: Notice) => void {
  const show = use(NoticeContext);
  if (show === null) throw new Error("useNotice stands outside NoticeProvider");
  return show;
}
