import type { Me, Permission } from "@doudi/contract/api";
import { QueryCache, QueryClient, useQuery } from "@tanstack/react-query";
import { ApiError } from "./apiError.js";
import { call } from "./call.js";

const ME = ["me"] as const;

/** The cache of answers. A session that has ended shows on any call: then nobody is logged in, and the layout asks for a login. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: forgetWhenOut }),
  defaultOptions: {
    queries: { staleTime: 15_000, refetchOnWindowFocus: false, retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status === 503) },
    mutations: { onError: forgetWhenOut },
  },
});

/** Who is logged in; null when nobody is. */
export function useSession() {
  return useQuery<Me | null, ApiError>({ queryKey: ME, queryFn: askWho, staleTime: 300_000 });
}

/** Who is logged in, on pages behind the login. */
export function useMe(): Me {
  const { data } = useSession();
  if (data === undefined || data === null) throw new Error("nobody is logged in");
  return data;
}

export function useMay(permission: Permission): boolean {
  return useMe().may.includes(permission);
}

/** After a login: nothing read for another user stays. */
export function keepSession(me: Me): void {
  queryClient.setQueryData(ME, me);
  forgetAnswers();
}

export async function endSession(): Promise<void> {
  await call("logout").catch(() => undefined);
  queryClient.setQueryData(ME, null);
  forgetAnswers();
}

function forgetAnswers(): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
}

async function askWho(): Promise<Me | null> {
  try {
    return await call("me");
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

function forgetWhenOut(error: Error): void {
  if (error instanceof ApiError && error.code === "not_logged_in") queryClient.setQueryData(ME, null);
  if (error instanceof ApiError && (error.code === "second_factor_needed" || error.code === "password_to_change")) void queryClient.invalidateQueries({ queryKey: ME });
}
