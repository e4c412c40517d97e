import { DEPARTMENTS, ROLES } from "@doudi/contract/api";
import { useMe } from "../../api/session.js";
import { StateTag } from "../../components/StateTag.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { momentText } from "../../words/formats.js";
import { SecondFactorSetup } from "../login/SecondFactorSetup.js";
import { PasswordChange } from "./PasswordChange.js";
import "./account.css";

/** The own account: who one is here, the password, the second factor. */
export function AccountPage() {
  const { t } = useLanguage();
  const me = useMe();
  return (
    <PageFrame title={t({ zh: "我的账号", en: "My account" })}>
      <div className="account-page">
        <section className="card">
          <h2>{t({ zh: "身份", en: "Who you are here" })}</h2>
          <dl className="account-facts">
            <div><dt>{t({ zh: "姓名", en: "Name" })}</dt><dd>{me.name}({me.login})</dd></div>
            <div><dt>{t({ zh: "角色", en: "Role" })}</dt><dd>{t(ROLES[me.role])}{me.department === null ? "" : ` · ${t(DEPARTMENTS[me.department])}`}</dd></div>
            <div><dt>{t({ zh: "辖区", en: "Area" })}</dt><dd>{me.area.name}</dd></div>
            <div><dt>{t({ zh: "本次登录到期", en: "Login ends" })}</dt><dd>{momentText(me.expires_at)}</dd></div>
          </dl>
        </section>
        <PasswordChange />
        <section className="card stack">
          <h2>{t({ zh: "动态口令", en: "Second factor" })}</h2>
          {me.second_factor === "given" ? <p><StateTag word={{ zh: "已设置", en: "set up", tone: "done" }} /> {t({ zh: "换手机时请管理员重置。", en: "Ask the administrator to reset it when you change your phone." })}</p> : <SecondFactorSetup />}
        </section>
      </div>
    </PageFrame>
  );
}
