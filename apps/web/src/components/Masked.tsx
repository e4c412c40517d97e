import type { Bilingual } from "@doudi/contract";
import { useState } from "react";
import { ConfirmAct } from "./ConfirmAct.js";
import { useLanguage } from "../language/language.js";
import "./masked.css";

interface MaskedProps {
  readonly text: string;
  /** Fetches the whole number for a purpose; without it there is nothing to reveal. */
  readonly reveal?: (purpose: string) => Promise<string>;
}

/** A number shown masked. Revealing it asks for the purpose and says that it is recorded; leaving the page hides it again. */
export function Masked({ text, reveal }: MaskedProps) {
  const { t } = useLanguage();
  const [whole, setWhole] = useState<string | null>(null);
  return (
    <span className="masked-line">
      <span className="masked" translate="no">{whole ?? text}</span>
      {reveal === undefined || whole !== null ? null : (
        <ConfirmAct label={REVEAL} title={t({ zh: "查看完整证件号", en: "Show the whole id number" })} reason={{ zh: "用途", en: "What it is for" }} button={{ size: "small" }} act={async (purpose) => setWhole(await reveal(purpose))}>
          {t({ zh: "您的姓名、时间和用途会记入操作记录，供审计查阅。", en: "Your name, the time and the purpose go on record, where auditors read them." })}
        </ConfirmAct>
      )}
    </span>
  );
}

const REVEAL: Bilingual = { zh: "查看完整号码", en: "Show" };
