import type { Answer } from "@doudi/contract/api";
import { useMe } from "./session.js";
import { useApi } from "./useApi.js";

type Division = Answer<"divisions">["divisions"][number];

/** The divisions in force one level below the area of whoever is logged in: what lists are filtered by and work is handed to. */
export function useDivisions(): readonly Division[] {
  const { area } = useMe();
  const { data } = useApi("divisions", { query: { parent: area.code } });
  return data?.divisions.filter(({ valid_to, successor }) => valid_to === null && successor === null) ?? [];
}
