import { useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

/** Sends to the login, once, with the address of this page to come back to. */
export function ToLogin() {
  const navigate = useNavigate();
  // While the login page is on its way the address is already its own: what counts is the one this began with.
  const from = useRef(useLocation().href);
  useEffect(() => void navigate({ to: "/login", search: (from.current === "/" ? {} : { from: from.current }) as never, replace: true }), [navigate]);
  return null;
}
