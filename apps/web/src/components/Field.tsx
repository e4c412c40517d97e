import type { Bilingual } from "@doudi/contract";
import { type ReactNode, useId } from "react";
import { useLanguage } from "../language/language.js";
import "./field.css";

interface FieldProps {
  readonly label: Bilingual;
  readonly hint?: Bilingual | undefined;
  /** Draws the control; gives it this id, and what describes it. */
  readonly children: (id: string, hintId: string | undefined) => ReactNode;
}

/** A control with its label above and, where it needs one, a hint below. */
export function Field({ label, hint, children }: FieldProps) {
  const { t } = useLanguage();
  const id = useId();
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  return (
    <div className="field">
      <label htmlFor={id}>{t(label)}</label>
      {children(id, hintId)}
      {hint === undefined ? null : <p id={hintId} className="field-hint">{t(hint)}</p>}
    </div>
  );
}
