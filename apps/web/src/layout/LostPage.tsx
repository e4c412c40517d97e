import { Empty } from "../components/Empty.js";
import { Go } from "../components/Go.js";
import { useLanguage } from "../language/language.js";

export function LostPage() {
  const { t } = useLanguage();
  return (
    <main className="page-alone">
      <h1 className="heard">{t({ zh: "没有这个页面", en: "There is no such page" })}</h1>
      <Empty title={{ zh: "没有这个页面", en: "There is no such page" }} hint={{ zh: "地址可能写错了，或页面已经搬走。", en: "The address may be mistyped, or the page has moved." }}>
        <Go to="/">{t({ zh: "回到待办", en: "Back to what is to do" })}</Go>
      </Empty>
    </main>
  );
}
