import { Button } from "antd";
import { useLanguage } from "../language/language.js";

/** The other language, named in that language. */
export function LanguageSwitch() {
  const { lang, setLang } = useLanguage();
  return lang === "zh"
    ? <Button type="text" lang="en" onClick={() => setLang("en")}>English</Button>
    : <Button type="text" lang="zh-CN" onClick={() => setLang("zh")}>中文</Button>;
}
