import { Button, Input } from "antd";
import { type SyntheticEvent, useState } from "react";
import { keepSession } from "../../api/session.js";
import { useAct, useApi } from "../../api/useApi.js";
import { Field } from "../../components/Field.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";
import { addressOf } from "../../api/call.js";

/** Login and password, the identity provider where there is one, and the ready logins of a demo. */
export function PasswordForm() {
  const { t } = useLanguage();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const options = useApi("loginOptions", {});
  const act = useAct("login", []);
  const enter = (body: { login: string; password: string }) => act.mutate({ body }, { onSuccess: keepSession });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    enter({ login: login.trim(), password });
  };
  return (
    <>
      <form className="form" onSubmit={submit}>
        <Field label={{ zh: "用户名", en: "Login" }}>{(id) => <Input id={id} size="large" autoComplete="username" autoCapitalize="none" spellCheck={false} required maxLength={80} value={login} onChange={(event) => setLogin(event.target.value)} />}</Field>
        <Field label={{ zh: "密码", en: "Password" }}>{(id) => <Input id={id} size="large" type="password" autoComplete="current-password" required maxLength={200} value={password} onChange={(event) => setPassword(event.target.value)} />}</Field>
        {act.error === null ? null : <Problem error={act.error} />}
        <Button type="primary" size="large" htmlType="submit" block loading={act.isPending}>{t({ zh: "登录", en: "Log in" })}</Button>
      </form>
      {options.data === undefined || options.data.oidc === null ? null : (
        <Button size="large" block href={addressOf("oidcStart")}>{t({ zh: "用{name}登录", en: "Log in with {name}" }, { name: options.data.oidc })}</Button>
      )}
      {options.data === undefined || options.data.demo.length === 0 ? null : (
        <section className="login-demo">
          <h2>{t({ zh: "演示用户", en: "Demo users" })}</h2>
          <p className="muted">{t({ zh: "数据都是虚构的。点一个直接登录。", en: "All data are invented. Choose one to log in." })}</p>
          <ul>
            {options.data.demo.map((demo) => (
              <li key={demo.login}>
                <button type="button" disabled={act.isPending} onClick={() => enter(demo)}>
                  <span>{t(demo)}</span><span className="muted"><span className="heard">{t({ zh: "，用户名", en: ", login" })} </span>{demo.login}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
