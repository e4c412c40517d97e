import type { ErrorComponentProps } from "@tanstack/react-router";
import { Problem } from "../components/Problem.js";

/** A page that could not be loaded or drawn. After a new release the old pieces are gone: loading anew helps. */
export function PageProblem({ error }: Pick<ErrorComponentProps<unknown>, "error">) {
  return <div className="page-alone"><Problem error={error instanceof Error ? error : new Error(String(error))} onRetry={() => window.location.reload()} /></div>;
}
