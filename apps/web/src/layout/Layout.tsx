import { CloseOutlined, MenuFoldOutlined, MenuOutlined, MenuUnfoldOutlined } from "@ant-design/icons";
import { ROLES } from "@doudi/contract/api";
import { Outlet, useLocation, useMatches } from "@tanstack/react-router";
import { Button } from "antd";
import { Suspense, useEffect, useRef, useState } from "react";
import { useSession } from "../api/session.js";
import { Problem } from "../components/Problem.js";
import { useLanguage } from "../language/language.js";
import { isOpenTo, PAGES } from "../pages.js";
import { WIDE } from "../theme.js";
import { AccountMenu } from "./AccountMenu.js";
import { Brand } from "./Brand.js";
import { LanguageSwitch } from "./LanguageSwitch.js";
import { PageFrame } from "./PageFrame.js";
import { SideMenu } from "./SideMenu.js";
import { ToLogin } from "./ToLogin.js";
import { useMedia } from "./useMedia.js";
import "./layout.css";

const FOLDED = "doudi.menu.folded";

/** The frame of every page behind the login: skip link, top bar, menu at the side or in a drawer, the page. */
export function Layout() {
  const { t } = useLanguage();
  const session = useSession();
  const isWide = useMedia(WIDE);
  const [isFolded, setFolded] = useState(() => localStorage.getItem(FOLDED) === "1");
  const drawer = useRef<HTMLDialogElement>(null);
  const main = useRef<HTMLElement>(null);
  const page = usePage();
  const path = useLocation().pathname;

  useEffect(() => { document.title = page === undefined ? t(NAME) : `${t(page.name)} · ${t(NAME)}`; }, [page, t]);
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    drawer.current?.close();
    // A new page is read from its beginning, not from the link that led to it.
    main.current?.focus({ preventScroll: true });
  }, [path]);

  if (session.isError) return <main className="page-alone"><Problem error={session.error} onRetry={() => void session.refetch()} /></main>;
  if (session.data === undefined) return null;
  const me = session.data;
  if (me === null || me.second_factor === "asked" || me.second_factor === "to_set_up" || me.password_to_change) {
    return <ToLogin />;
  }
  const fold = () => {
    localStorage.setItem(FOLDED, isFolded ? "0" : "1");
    setFolded(!isFolded);
  };
  return (
    <>
      <a className="skip-link" href="#main">{t({ zh: "跳到正文", en: "Skip to the page" })}</a>
      <header className="top-bar">
        {isWide
          ? <Button type="text" className="top-bar-menu" icon={isFolded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />} aria-label={t(isFolded ? { zh: "展开菜单", en: "Unfold the menu" } : { zh: "收起菜单", en: "Fold the menu" })} aria-expanded={!isFolded} onClick={fold} />
          : <Button type="text" className="top-bar-menu" icon={<MenuOutlined />} aria-label={t({ zh: "打开菜单", en: "Open the menu" })} onClick={() => drawer.current?.showModal()} />}
        <Brand />
        <div className="top-bar-place"><span>{me.area.name}</span><span className="top-bar-role">{t(ROLES[me.role])}</span></div>
        <LanguageSwitch />
        <AccountMenu key={path} me={me} />
      </header>
      <div className={`frame${isWide ? (isFolded ? " frame-folded" : " frame-wide") : ""}`}>
        {isWide ? <nav className="side" aria-label={t(MENU_NAME)}><SideMenu may={me.may} isFolded={isFolded} /></nav> : null}
        <main id="main" ref={main} tabIndex={-1}>
          <Suspense>{page !== undefined && !isOpenTo(page.permission, me.may) ? <PageFrame title={t(page.name)}><Problem error={FORBIDDEN} /></PageFrame> : <Outlet />}</Suspense>
        </main>
      </div>
      {isWide ? null : (
        <dialog ref={drawer} className="drawer" aria-label={t(MENU_NAME)} onClick={(event) => { if (event.target === event.currentTarget) event.currentTarget.close(); }}>
          <div className="drawer-head"><Brand /><Button type="text" icon={<CloseOutlined />} aria-label={t({ zh: "关闭菜单", en: "Close the menu" })} onClick={() => drawer.current?.close()} /></div>
          <nav aria-label={t(MENU_NAME)}><SideMenu may={me.may} isFolded={false} /></nav>
        </dialog>
      )}
    </>
  );
}

const NAME = { zh: "兜底", en: "Doudi" };
const MENU_NAME = { zh: "主菜单", en: "Main menu" };
const FORBIDDEN = { text: { zh: "您的角色没有这项权限。", en: "Your role may not do this." }, code: "forbidden" };

function usePage() {
  const matches = useMatches();
  const deepest = matches.at(-1)?.fullPath;
  return PAGES.find(({ path }) => path === deepest || (path !== "/" && path === deepest?.replace(/\/$/, "")));
}
