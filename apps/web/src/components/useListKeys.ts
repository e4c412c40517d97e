import { type RefObject, useEffect } from "react";

interface ListKeys {
  readonly list: RefObject<HTMLElement | null>;
  readonly onOpen?: ((index: number) => void) | undefined;
  /** The key a, on the row in focus (or on none: -1). */
  readonly onAssign?: ((index: number) => void) | undefined;
}

/** j and k walk the rows of a list (elements with data-row), Enter opens one, a assigns, / goes to the field marked data-search. Not while somebody types or a dialogue is open. */
export function useListKeys({ list, onOpen, onAssign }: ListKeys): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      const at = rows.findIndex((row) => row.contains(document.activeElement));
      if (event.key === "j" || event.key === "k") rows[event.key === "j" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0)]?.focus();
      else if (event.key === "Enter" && at >= 0 && document.activeElement === rows[at] && onOpen !== undefined) onOpen(at);
      else if (event.key === "a" && onAssign !== undefined) onAssign(at);
      else if (event.key === "/") document.querySelector<HTMLElement>("[data-search] input, input[data-search]")?.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [list, onOpen, onAssign]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable], [role=combobox], [role=listbox], [role=menu]") !== null;
}
