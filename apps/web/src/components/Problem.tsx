import type { Bilingual } from "@doudi/contract";
import { Alert, Button } from "antd";
import { ApiError } from "../api/apiError.js";
import { useLanguage } from "../language/language.js";

/** An error of the server, one of the page's own, or anything thrown. */
type Trouble = Error | { readonly code: string; readonly text: Bilingual };

/** What went wrong and what to do about it. */
export function Problem({ error, onRetry }: { readonly error: Trouble; readonly onRetry?: () => void }) {
  const { t } = useLanguage();
  const text = "text" in error ? error.text : DEFECT;
  const fields = error instanceof ApiError ? error.fields : [];
  const todo = TO_DO["code" in error ? error.code : ""];
  return (
    <Alert
      type="error" showIcon role="alert" title={t(text)}
      description={fields.length > 0 || todo !== undefined
        ? <>{todo === undefined ? null : t(todo)}{fields.length === 0 ? null : <ul className="problem-fields">{fields.map((field) => <li key={field.path}><code>{field.path}</code> {t(field)}</li>)}</ul>}</>
        : undefined}
      action={onRetry === undefined ? undefined : <Button onClick={onRetry}>{t({ zh: "重试", en: "Try again" })}</Button>}
    />
  );
}

const DEFECT = { zh: "页面没能打开。请重试；若仍不行，请联系管理员。", en: "The page could not be opened. Try again, or ask the administrator." };
const TO_DO: Readonly<Record<string, Bilingual>> = {
  forbidden: { zh: "需要这项权限的，请联系系统管理员。", en: "If your work needs it, ask the administrator." },
  not_found: { zh: "请核对地址，或从列表中重新打开。", en: "Check the address, or open it from its list." },
};
