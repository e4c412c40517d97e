import { DownOutlined, ExportOutlined, UpOutlined } from "@ant-design/icons";
import { Button, Drawer } from "antd";
import { type ReactNode, useEffect } from "react";
import { useLanguage } from "../language/language.js";
import { Go } from "./Go.js";
import "./detailDrawer.css";

interface DetailDrawerProps {
  readonly title: string;
  /** The address of the same thing as a page of its own, where it has one. */
  readonly page?: string;
  readonly onClose: () => void;
  /** Goes to the one after it in the list (1) or before it (-1); what cannot be gone to is left away. */
  readonly onMove?: { readonly next: (() => void) | undefined; readonly before: (() => void) | undefined };
  readonly children: ReactNode;
}

/** One thing of a list, over the list. Escape closes it, j and k go on to the next. Which one is open stands in the address. */
export function DetailDrawer({ title, page, onClose, onMove, children }: DetailDrawerProps) {
  const { t } = useLanguage();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector(".ant-modal-wrap:not([style*='none'])") !== null) return;
      if (event.key === "j") onMove?.next?.();
      else if (event.key === "k") onMove?.before?.();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [onMove]);
  return (
    <Drawer
      open title={title} onClose={onClose} size="min(860px, 100vw)" destroyOnHidden rootClassName="detail-drawer"
      closable={{ placement: "end", "aria-label": t({ zh: "关闭", en: "Close" }) }}
      extra={(
        <span className="detail-drawer-acts">
          {onMove === undefined ? null : (
            <>
              <Button type="text" icon={<UpOutlined />} disabled={onMove.before === undefined} aria-label={t({ zh: "上一条（k）", en: "The one before (k)" })} onClick={onMove.before} />
              <Button type="text" icon={<DownOutlined />} disabled={onMove.next === undefined} aria-label={t({ zh: "下一条（j）", en: "The next one (j)" })} onClick={onMove.next} />
            </>
          )}
          {page === undefined ? null : <Go to={page} className="detail-drawer-page"><ExportOutlined aria-hidden /> {t({ zh: "打开为页面", en: "Open as a page" })}</Go>}
        </span>
      )}
    >
      {children}
    </Drawer>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable], [role=combobox], [role=listbox]") !== null;
}
