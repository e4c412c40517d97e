import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./api/session.js";
import { NoticeProvider } from "./components/notice.js";
import { LanguageProvider, useLanguage } from "./language/language.js";
import { useMedia } from "./layout/useMedia.js";
import { router } from "./router.js";
import { PHONE, themeOf } from "./theme.js";
import "./base.css";
import "./components/dataList.css";

function Workplace() {
  const { lang } = useLanguage();
  const isPhone = useMedia(PHONE);
  const isStill = useMedia("(prefers-reduced-motion: reduce)");
  dayjs.locale(lang === "zh" ? "zh-cn" : "en");
  return (
    <ConfigProvider locale={lang === "zh" ? zhCN : enUS} theme={themeOf(isStill)} componentSize={isPhone ? "large" : "middle"} wave={{ disabled: true }} getPopupContainer={popupContainer} button={{ autoInsertSpace: false }}>
      <NoticeProvider><RouterProvider router={router} /></NoticeProvider>
    </ConfigProvider>
  );
}

/** What unfolds from a field lies within the page or the dialogue it belongs to, for those who go by landmarks. */
function popupContainer(field?: HTMLElement): HTMLElement {
  return field?.closest<HTMLElement>("[role=dialog]") ?? document.querySelector<HTMLElement>("main") ?? document.body;
}

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no place for the workplace");
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <QueryClientProvider client={queryClient}>
        <Workplace />
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
