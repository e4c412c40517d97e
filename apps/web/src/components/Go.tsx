import { Link } from "@tanstack/react-router";
import type { AriaAttributes, ReactNode } from "react";

interface GoProps extends Pick<AriaAttributes, "aria-current" | "aria-label"> {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A link to a page of the workplace. */
export function Go({ to, search = {}, "aria-current": current, children, ...rest }: GoProps) {
  return <Link to={to} search={search} activeOptions={{ exact: true, includeSearch: false }} inactiveProps={{ "aria-current": current }} {...rest}>{children}</Link>;
}
