import { useLanguage } from "../language/language.js";
import type { StateWord, Tone } from "../words/stateWords.js";
import "./stateTag.css";

/** What stands in a circle of 16 by 16. Drawn here: a list has a hundred of them, and an icon of the library costs as much as a row. */
const MARKS: Record<Tone, string> = {
  harm: "M8 4.2v4.9M8 11.2v.8",
  doubt: "M6 6.3a2 2 0 1 1 2.9 1.8c-.6.3-.9.6-.9 1.3M8 11.2v.8",
  done: "M5 8.2l2.2 2.2L11 6",
  going: "M8 4.4V8l2.5 1.7",
  quiet: "M5 8h6",
};

/** A state as a short word with a picture of its tone, so that colour is never alone. */
export function StateTag({ word }: { readonly word: StateWord }) {
  const { t } = useLanguage();
  return (
    <span className={`state state-${word.tone}`}>
      <svg viewBox="0 0 16 16" aria-hidden><circle cx="8" cy="8" r="6.6" /><path d={MARKS[word.tone]} /></svg>{t(word)}
    </span>
  );
}
