import { useParams } from "@tanstack/react-router";

/** A number in the path of the page, such as version_id in /rosters/$version_id; NaN where it is none, which the server refuses. */
export function usePathNumber(name: string): number {
  const params = useParams({ strict: false }) as Readonly<Record<string, string | undefined>>;
  return Number(params[name]);
}
