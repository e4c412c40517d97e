import { DownOutlined, UserOutlined } from "@ant-design/icons";
import { type Me, ROLES } from "@doudi/contract/api";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useEffect, useId, useRef, useState } from "react";
import { endSession } from "../api/session.js";
import { Go } from "../components/Go.js";
import { useLanguage } from "../language/language.js";

/** Who is logged in, the own account, the way out: unfolds below its button; Escape or leaving it folds it. */
export function AccountMenu({ me }: { readonly me: Me }) {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const navigate = useNavigate();
  const logOut = async () => {
    await endSession();
    // Whoever logs in next begins at the beginning.
    await navigate({ to: "/login", search: {} as never, replace: true });
  };
  useEffect(() => {
    if (!isOpen) return;
    const leave = (event: Event) => { if (!(event.target instanceof Node) || box.current?.contains(event.target) !== true) setOpen(false); };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      box.current?.querySelector("button")?.focus();
    };
    document.addEventListener("pointerdown", leave);
    document.addEventListener("focusin", leave);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", leave);
      document.removeEventListener("focusin", leave);
      document.removeEventListener("keydown", escape);
    };
  }, [isOpen]);
  return (
    <div className="account" ref={box}>
      <Button type="text" icon={<UserOutlined />} aria-expanded={isOpen} aria-controls={id} aria-label={`${t({ zh: "我的账号", en: "My account" })}: ${me.name}`} onClick={() => setOpen(!isOpen)}>
        <span className="account-name">{me.name}</span><DownOutlined className="account-arrow" />
      </Button>
      <div id={id} className="account-panel" hidden={!isOpen}>
        <p><strong>{me.name}</strong><br /><span className="muted">{t(ROLES[me.role])} · {me.area.name}</span></p>
        <Go to="/account">{t({ zh: "密码与动态口令", en: "Password and second factor" })}</Go>
        <button type="button" onClick={() => void logOut()}>{t({ zh: "退出登录", en: "Log out" })}</button>
      </div>
    </div>
  );
}
