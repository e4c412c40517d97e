import { useLanguage } from "../language/language.js";
import { Go } from "../components/Go.js";

export function Brand() {
  const { t } = useLanguage();
  return (
    <Go to="/" className="brand">
      <img src="/icon.svg" alt="" width="26" height="26" />
      <span>{t({ zh: "兜底", en: "Doudi" })}</span>
      <span className="brand-line">{t({ zh: "社会救助核查", en: "social assistance" })}</span>
    </Go>
  );
}
