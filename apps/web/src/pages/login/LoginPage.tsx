import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { endSession, useSession } from "../../api/session.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";
import { LanguageSwitch } from "../../layout/LanguageSwitch.js";
import { PasswordChange } from "../account/PasswordChange.js";
import { CodeForm } from "./CodeForm.js";
import { PasswordForm } from "./PasswordForm.js";
import { SecondFactorSetup } from "./SecondFactorSetup.js";
import { Button } from "antd";
import "./login.css";

/** Logs in: password or identity provider, then the second factor where the role asks for one; then back to where one was. */
export function LoginPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const session = useSession();
  const { from, error } = useSearch({ strict: false }) as { from?: string; error?: string };
  useEffect(() => { document.title = `${t(TITLE)} · ${t(NAME)}`; }, [t]);
  const me = session.data;
  const isKnown = me !== undefined && me !== null && (me.second_factor === "none" || me.second_factor === "given");
  const isIn = isKnown && !me.password_to_change;
  const after = useRef(placeAfter(from));
  useEffect(() => { if (isIn) void navigate({ ...after.current, replace: true } as never); }, [isIn, navigate]);
  // The page that comes next is fetched while the password is typed.
  const router = useRouter();
  useEffect(() => { if (me === null) void router.preloadRoute(after.current as never); }, [router, me]);
  if (isIn) return null;
  return (
    <div className="login">
      <header className="login-top"><LanguageSwitch /></header>
      <main className="login-card">
        <div className="login-brand">
          <img src="/icon.svg" alt="" width="40" height="40" />
          <div><h1>{t(NAME)}</h1><p className="muted">{t({ zh: "社会救助核查：该保的不漏，不该保的退出", en: "Social assistance: nobody left out, nobody in by mistake" })}</p></div>
        </div>
        {session.isError ? <Problem error={session.error} onRetry={() => void session.refetch()} /> : null}
        {error === undefined || me !== null ? null : <Problem error={{ code: error, text: OIDC_PROBLEMS[error] ?? OIDC_FAILED }} />}
        {me === null ? <PasswordForm /> : null}
        {me?.second_factor === "asked" ? <CodeForm /> : null}
        {me?.second_factor === "to_set_up" ? <SecondFactorSetup /> : null}
        {isKnown ? <PasswordChange hint={OWN_PASSWORD} /> : null}
        {me === undefined || me === null ? null : <Button type="link" onClick={() => void endSession()}>{t({ zh: "换一个用户登录", en: "Log in as somebody else" })}</Button>}
      </main>
    </div>
  );
}

const NAME = { zh: "兜底", en: "Doudi" };
const TITLE = { zh: "登录", en: "Log in" };
const OWN_PASSWORD = { zh: "这个密码是别人替您设的，请先改成只有自己知道的。", en: "Somebody else made this password; first change it to one that only you know." };
const OIDC_FAILED = { zh: "统一身份认证没有成功，请重试。", en: "The identity provider did not confirm the login; try again." };
/** The identity provider sends the browser back here with a code of the error table. */
const OIDC_PROBLEMS: Readonly<Record<string, typeof OIDC_FAILED>> = {
  oidc_unknown_user: { zh: "您的统一身份还没有对应的用户，请联系管理员。", en: "Your identity has no user here yet; ask the administrator." },
  oidc_off: { zh: "本系统没有接入统一身份认证。", en: "No identity provider is set up here." },
};

/** Only places of this system: an address that leads elsewhere is not followed. */
function placeAfter(from: string | undefined): { readonly to: string; readonly search: Readonly<Record<string, string>> } {
  if (from === undefined || !/^\/(?![/\\])/.test(from) || from.startsWith("/login")) return { to: "/", search: {} };
  const { pathname, searchParams } = new URL(from, window.location.origin);
  return { to: pathname, search: Object.fromEntries(searchParams) };
}
