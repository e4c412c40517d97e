import { CheckCircleOutlined, ClockCircleOutlined, ExclamationCircleOutlined, MinusCircleOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useLanguage } from "../language/language.js";
import type { StateWord, Tone } from "../words/stateWords.js";
import "./stateTag.css";

const ICONS: Record<Tone, ReactNode> = {
  harm: <ExclamationCircleOutlined aria-hidden />,
  doubt: <QuestionCircleOutlined aria-hidden />,
  done: <CheckCircleOutlined aria-hidden />,
  going: <ClockCircleOutlined aria-hidden />,
  quiet: <MinusCircleOutlined aria-hidden />,
};

/** A state as a short word with a picture of its tone, so that colour is never alone. */
export function StateTag({ word }: { readonly word: StateWord }) {
  const { t } = useLanguage();
  return <span className={`state state-${word.tone}`}>{ICONS[word.tone]}{t(word)}</span>;
}
