import type { Bilingual } from "@doudi/contract";
import { Button, Input } from "antd";
import { type SyntheticEvent, useState } from "react";
import { useAct } from "../../api/useApi.js";
import { Field } from "../../components/Field.js";
import { useNotice } from "../../components/notice.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";

const SHORTEST = 10;
const DIFFERENT = { code: "password", text: { zh: "两次输入的新密码不一样。", en: "The new passwords differ." } };

/** Changes the own password. @param hint why, where it has to be */
export function PasswordChange({ hint: why }: { readonly hint?: Bilingual }) {
  const { t } = useLanguage();
  const notify = useNotice();
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [isDifferent, setDifferent] = useState(false);
  const act = useAct("changePassword", ["me"]);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setDifferent(next !== again);
    if (next !== again) return;
    act.mutate({ body: { old_password: old, new_password: next } }, { onSuccess: () => {
      setOld("");
      setNext("");
      setAgain("");
      notify({ text: t({ zh: "密码已修改", en: "The password is changed" }) });
    } });
  };
  return (
    <form className="card form" onSubmit={submit}>
      <h2>{t({ zh: "修改密码", en: "Change the password" })}</h2>
      {why === undefined ? null : <p>{t(why)}</p>}
      <Field label={{ zh: "现在的密码", en: "Password now" }}>{(id) => <Input id={id} type="password" autoComplete="current-password" required maxLength={200} value={old} onChange={(event) => setOld(event.target.value)} />}</Field>
      <Field label={{ zh: "新密码", en: "New password" }} hint={{ zh: "至少 10 个字符；一句只有自己知道的话最好记。", en: "10 characters or more; a sentence only you know is easy to keep." }}>{(id, hint) => <Input id={id} aria-describedby={hint} type="password" autoComplete="new-password" required minLength={SHORTEST} maxLength={200} value={next} onChange={(event) => setNext(event.target.value)} />}</Field>
      <Field label={{ zh: "再输一次", en: "Once more" }}>{(id) => <Input id={id} type="password" autoComplete="new-password" required maxLength={200} value={again} onChange={(event) => setAgain(event.target.value)} />}</Field>
      {isDifferent ? <Problem error={DIFFERENT} /> : act.error === null ? null : <Problem error={act.error} />}
      <div className="form-acts"><Button type="primary" htmlType="submit" loading={act.isPending}>{t({ zh: "修改密码", en: "Change the password" })}</Button></div>
    </form>
  );
}
