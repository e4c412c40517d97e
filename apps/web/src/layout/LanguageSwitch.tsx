import type { Lang } from "@doudi/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useLanguage } from "../language/language.js";

/** The other language, named in that language. What the server answered in words is read anew. */
export function LanguageSwitch() {
  const { lang, setLang } = useLanguage();
  const client = useQueryClient();
  const choose = (next: Lang) => {
    setLang(next);
    void client.invalidateQueries();
  };
  return lang === "zh"
    ? <Button type="text" lang="en" onClick={() => choose("en")}>English</Button>
    : <Button type="text" lang="zh-CN" onClick={() => choose("zh")}>中文</Button>;
}
