import type { Answer } from "@doudi/contract/api";
import { useMe } from "./session.js";
import { useApi } from "./useApi.js";

type Division = Answer<"divisions">["divisions"][number];

/** The divisions in force one level below the area of whoever is logged in: what lists are filtered by and work is handed to. */
export function useDivisions(): readonly Division[] {
  const { area } = useMe();
  return useDivisionsBelow(area.code);
}

/** The divisions in force one level below one; none where none is named. */
export function useDivisionsBelow(parent: string | undefined): readonly Division[] {
  const { data } = useApi("divisions", { query: { parent: parent ?? "" } }, { enabled: parent !== undefined });
  return data?.divisions.filter(({ valid_to, successor }) => valid_to === null && successor === null) ?? [];
}
