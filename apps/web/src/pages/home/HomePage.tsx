import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";

export function HomePage() {
  const { t } = useLanguage();
  return <PageFrame title={t({ zh: "待办", en: "To do" })}><p /></PageFrame>;
}
