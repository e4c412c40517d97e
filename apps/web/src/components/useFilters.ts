import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

/** What the address of the page asks for: each key that is there, as text. `set` changes some and keeps the rest; empty takes one away. */
export function useFilters<K extends string>(keys: readonly K[]): { readonly filters: Partial<Record<K, string>>; readonly set: (change: Partial<Record<K, string>>) => void } {
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  const navigate = useNavigate();
  const filters: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const value = search[key];
    if (typeof value === "string" && value !== "") filters[key] = value;
  }
  const set = useCallback((change: Partial<Record<K, string>>) => void navigate({ to: ".", search: (before: object) => ({ ...before, ...change }), replace: true, resetScroll: false } as never), [navigate]);
  return { filters, set };
}
