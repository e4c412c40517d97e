import type { Answer, Call, RouteName } from "@doudi/contract/api";
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { type ApiError } from "./apiError.js";
import { call, type Given } from "./call.js";

interface Reading<N extends RouteName> {
  readonly enabled?: boolean;
  /** Asks again after so many milliseconds; false when there is no more to wait for. */
  readonly again?: (answer: Answer<N> | undefined) => number | false;
}

/** Reads a route and keeps its answer. */
export function useApi<N extends RouteName>(name: N, given: Call<N>, reading: Reading<N> = {}): UseQueryResult<Answer<N>, ApiError> {
  const { again } = reading;
  return useQuery<Answer<N>, ApiError>({
    queryKey: [name, given],
    queryFn: () => call(name, ...([given] as unknown as Given<N>)),
    enabled: reading.enabled ?? true,
    ...(again === undefined ? {} : { refetchInterval: (query) => again(query.state.data) }),
  });
}

/** Routes that answer page by page. */
type PagedName = { [N in RouteName]: Answer<N> extends { next: string | number | null } ? N : never }[RouteName];

/** Reads a route page by page: `pages` are the answers so far, `more` fetches the next. What was shown stays until new filters are answered. */
export function useApiPages<N extends PagedName>(name: N, given: Call<N>, next: "cursor" | "after" | "before" = "cursor") {
  const query = useInfiniteQuery({
    queryKey: [name, "pages", given],
    queryFn: ({ pageParam }) => call(name, ...([withNext(given, next, pageParam)] as unknown as Given<N>)),
    initialPageParam: null as string | number | null,
    getNextPageParam: (last) => (last as unknown as { next: string | number | null }).next,
    placeholderData: keepPreviousData,
  });
  return {
    pages: query.data?.pages ?? [],
    error: query.error as ApiError | null,
    retry: () => void query.refetch(),
    isLoading: query.isPending,
    more: { has: query.hasNextPage, isLoading: query.isFetchingNextPage, load: () => void query.fetchNextPage() },
  };
}

/** Calls a route that changes something; then what `stale` names is read anew ("all": everything). */
export function useAct<N extends RouteName>(name: N, stale: readonly RouteName[] | "all") {
  const client = useQueryClient();
  return useMutation<Answer<N>, ApiError, Call<N>>({
    mutationFn: (given) => call(name, ...([given] as unknown as Given<N>)),
    onSuccess: () => Promise.all(stale === "all" ? [client.invalidateQueries()] : stale.map((route) => client.invalidateQueries({ queryKey: [route] }))),
  });
}

function withNext(given: unknown, key: string, value: string | number | null): unknown {
  if (value === null) return given;
  const parts = given as { query?: object; body?: object };
  return parts.body === undefined ? { ...parts, query: { ...parts.query, [key]: value } } : { ...parts, body: { ...parts.body, [key]: value } };
}
