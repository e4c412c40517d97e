import { Button, Input, type InputRef } from "antd";
import { type SyntheticEvent, useState } from "react";
import { keepSession } from "../../api/session.js";
import { useAct } from "../../api/useApi.js";
import { Field } from "../../components/Field.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";

function focused(input: InputRef | null): void {
  input?.focus();
}

/** Asks for the code of the second factor: at the login, or to confirm what was just set up. */
export function CodeForm({ route = "loginSecondFactor" }: { readonly route?: "loginSecondFactor" | "confirmSecondFactor" }) {
  const { t } = useLanguage();
  const [code, setCode] = useState("");
  const act = useAct(route, []);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    act.mutate({ body: { code } }, { onSuccess: keepSession, onError: () => setCode("") });
  };
  return (
    <form className="form" onSubmit={submit}>
      <Field label={{ zh: "动态口令", en: "Code" }} hint={{ zh: "打开手机上的验证器，输入兜底的六位数字。", en: "Open the authenticator on your phone and type the six digits it shows for Doudi." }}>
        {(id, hint) => <Input id={id} size="large" className="login-code" aria-describedby={hint} inputMode="numeric" autoComplete="one-time-code" ref={focused} pattern="\d{6}" maxLength={6} required value={code} onChange={(event) => setCode(event.target.value.replace(/\D/g, ""))} />}
      </Field>
      {act.error === null ? null : <Problem error={act.error} />}
      <Button type="primary" size="large" htmlType="submit" block disabled={code.length !== 6} loading={act.isPending}>{t({ zh: "确认", en: "Confirm" })}</Button>
    </form>
  );
}
