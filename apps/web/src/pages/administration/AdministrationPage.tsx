import { Navigate } from "@tanstack/react-router";
import { useMe } from "../../api/session.js";
import { ADMINISTRATION_MENU } from "./administrationMenu.js";

/** Opens the first page of the administration that the user may see. */
export function AdministrationPage() {
  const { may } = useMe();
  return <Navigate to={ADMINISTRATION_MENU.find(({ to, permission }) => to.startsWith("/administration/") && may.includes(permission))?.to ?? "/"} replace />;
}
