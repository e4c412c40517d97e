import { Button, QRCode } from "antd";
import { useAct } from "../../api/useApi.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";
import { CodeForm } from "./CodeForm.js";
import "./login.css";

/** Sets up the second factor: a secret is made, taken over by the phone, and proved with a first code. */
export function SecondFactorSetup() {
  const { t } = useLanguage();
  const act = useAct("setUpSecondFactor", []);
  if (act.data === undefined) {
    return (
      <div className="form">
        <p>{t({ zh: "设置后，登录时除密码外还要输入手机上的动态口令。请准备好验证器（任何支持 TOTP 的应用）。", en: "From then on a login takes a code from your phone beside the password. Have an authenticator at hand: any app for TOTP will do." })}</p>
        {act.error === null ? null : <Problem error={act.error} />}
        <Button type="primary" loading={act.isPending} onClick={() => act.mutate({})}>{t({ zh: "开始设置", en: "Set it up" })}</Button>
      </div>
    );
  }
  return (
    <div className="form">
      <ol className="login-steps">
        <li>{t({ zh: "用验证器扫描二维码，或手工输入密钥。", en: "Scan the code with the authenticator, or type the key." })}</li>
        <li>{t({ zh: "输入验证器显示的六位数字。", en: "Type the six digits it shows." })}</li>
      </ol>
      <div className="login-qr" aria-hidden="true"><QRCode value={act.data.uri} size={180} type="svg" /></div>
      <p className="login-secret" translate="no">{act.data.secret.match(/.{1,4}/g)?.join(" ")}</p>
      <CodeForm route="confirmSecondFactor" />
    </div>
  );
}
