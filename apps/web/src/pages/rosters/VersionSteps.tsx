import { CheckCircleFilled, ClockCircleOutlined, MinusCircleOutlined } from "@ant-design/icons";
import type { Bilingual } from "@doudi/contract";
import type { RosterVersion } from "@doudi/contract/api";
import { WhenWho } from "../../components/WhenWho.js";
import { useLanguage } from "../../language/language.js";

interface Step {
  readonly name: Bilingual;
  readonly done: { readonly at: string; readonly by: { readonly name: string } } | null;
  readonly isNow: boolean;
  readonly todo: Bilingual;
}

/** From the file to the version that counts: who did what when, and what comes next. */
export function VersionSteps({ version }: { readonly version: RosterVersion }) {
  const { t } = useLanguage();
  const { state, uploaded, submitted, signed, withdrawn } = version;
  const steps: readonly Step[] = [
    { name: { zh: "上传", en: "Uploaded" }, done: uploaded, isNow: false, todo: NOTHING },
    { name: { zh: "提交", en: "Submitted" }, done: submitted, isNow: state === "reading" || state === "failed" || state === "read", todo: state === "reading" ? { zh: "读取后核对列对应再提交", en: "once it is read and the columns are checked" } : { zh: "核对列对应和问题后提交", en: "check columns and problems, then submit" } },
    { name: { zh: "签发", en: "Signed" }, done: signed, isNow: state === "submitted", todo: { zh: "须由第二人签发", en: "by a second person" } },
  ];
  return (
    <>
      <h2>{t({ zh: "办理进度", en: "How far it is" })}</h2>
      <ol className="steps">
        {steps.map(({ name, done, isNow, todo }) => (
          <li key={name.en} className={done !== null ? "step-done" : isNow && withdrawn === null ? "step-now" : "step-later"}>
            {done !== null ? <CheckCircleFilled aria-hidden /> : <ClockCircleOutlined aria-hidden />}
            <div><strong>{t(name)}</strong><div className="muted">{done !== null ? <WhenWho {...done} /> : t(todo)}</div></div>
          </li>
        ))}
        {withdrawn === null ? null : <li className="step-later"><MinusCircleOutlined aria-hidden /><div><strong>{t({ zh: "撤回", en: "Withdrawn" })}</strong><div className="muted"><WhenWho {...withdrawn} /></div><div>{withdrawn.reason}</div></div></li>}
      </ol>
    </>
  );
}

const NOTHING = { zh: "", en: "" };
