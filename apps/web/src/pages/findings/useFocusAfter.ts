import { useEffect, useRef } from "react";

/** When what lay over a list is closed, its row is in focus, and the keys go on from there. */
export function useFocusAfter(open: string | undefined, indexOf: (id: string) => number): void {
  const before = useRef(open);
  useEffect(() => {
    const closed = before.current;
    before.current = open;
    if (open !== undefined || closed === undefined) return;
    document.querySelectorAll<HTMLElement>("main [data-row]")[indexOf(closed)]?.focus();
  });
}
