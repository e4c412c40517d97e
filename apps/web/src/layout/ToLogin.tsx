import { useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";

/** Sends to the login, with the address of this page to come back to. */
export function ToLogin() {
  const navigate = useNavigate();
  const { pathname, href } = useLocation();
  useEffect(() => {
    // While the login page is on its way the address is already its own.
    if (pathname !== "/login") void navigate({ to: "/login", search: (href === "/" ? {} : { from: href }) as never, replace: true });
  }, [navigate, pathname, href]);
  return null;
}
