import { Link } from "@tanstack/react-router";
import type { AriaAttributes, ReactNode } from "react";

interface GoProps extends Pick<AriaAttributes, "aria-current" | "aria-label"> {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>> | undefined;
  /** What is opened lies over this page: it is not scrolled. */
  readonly staysInPlace?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A link to a page of the workplace. */
export function Go({ to, search = {}, staysInPlace = false, "aria-current": current, children, ...rest }: GoProps) {
  return <Link to={to} search={search} resetScroll={!staysInPlace} activeOptions={{ exact: true, includeSearch: false }} inactiveProps={{ "aria-current": current }} {...rest}>{children}</Link>;
}
