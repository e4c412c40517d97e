import type { Bilingual } from "@doudi/contract";
import { Button, type ButtonProps, Input, Modal } from "antd";
import { type ReactNode, useId, useState } from "react";
import { Problem } from "./Problem.js";
import { useLanguage } from "../language/language.js";
import "./field.css";

interface ConfirmActProps {
  /** On the button that opens the question, and on the one that answers it. */
  readonly label: Bilingual;
  /** The question: names what it is about. */
  readonly title: string;
  /** What will follow. */
  readonly children: ReactNode;
  /** A text that has to be given (2 to 500 characters): its label. */
  readonly reason?: Bilingual;
  /** On the button that does it, where the first one only opens the question. */
  readonly confirm?: Bilingual;
  readonly danger?: boolean;
  readonly button?: ButtonProps;
  /** Does it; what it throws is shown and the question stays. */
  readonly act: (reason: string) => Promise<unknown>;
}

/** An act that asks first, in words that name the thing and the consequence. */
export function ConfirmAct({ label, title, children, reason, confirm = label, danger = false, button, act }: ConfirmActProps) {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [isActing, setActing] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const id = useId();
  const isReady = reason === undefined || text.trim().length >= 2;
  const confirmed = async () => {
    setActing(true);
    setError(null);
    try {
      await act(text.trim());
      setOpen(false);
      setText("");
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } finally {
      setActing(false);
    }
  };
  return (
    <>
      <Button danger={danger} {...button} onClick={() => { setError(null); setOpen(true); }}>{t(label)}</Button>
      <Modal
        open={isOpen} title={title} okText={t(confirm)} confirmLoading={isActing} onCancel={() => setOpen(false)} onOk={() => void confirmed()}
        okButtonProps={{ danger, disabled: !isReady }} destroyOnHidden
      >
        <div className="stack">
          <div>{children}</div>
          {reason === undefined ? null : (
            <div className="field">
              <label htmlFor={id}>{t(reason)}</label>
              <Input.TextArea id={id} value={text} maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} onChange={(event) => setText(event.target.value)} />
            </div>
          )}
          {error === null ? null : <Problem error={error} />}
        </div>
      </Modal>
    </>
  );
}
