import { Alert, Typography } from "antd";
import { useLanguage } from "../../language/language.js";

/** A password that was just made: shown once, to be handed over and changed at the first login. */
export function NewPassword({ login, password }: { readonly login: string; readonly password: string }) {
  const { t } = useLanguage();
  return (
    <Alert
      type="success" showIcon title={t({ zh: "用户 {login} 的密码（只显示这一次）", en: "Password of {login}, shown this once" }, { login })}
      description={<><Typography.Text className="new-password" copyable={{ text: password, tooltips: false }}>{password}</Typography.Text><p>{t({ zh: "请当面或电话告知本人，首次登录后须修改。", en: "Hand it over in person or by phone; it is to be changed at the first login." })}</p></>}
    />
  );
}
