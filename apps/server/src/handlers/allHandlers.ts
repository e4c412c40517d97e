import type { RouteName } from "@doudi/contract/api";
import type { Handlers } from "../handler.js";
import type { PackLaw } from "../law.js";
import type { SessionSettings } from "../session/sessionSettings.js";
import { administrationHandlers } from "./administrationHandlers.js";
import { findingHandlers } from "./findingHandlers.js";
import { homeHandlers } from "./homeHandlers.js";
import { personHandlers } from "./personHandlers.js";
import { policyHandlers } from "./policyHandlers.js";
import { rosterHandlers } from "./rosterHandlers.js";
import { sessionHandlers } from "./sessionHandlers.js";

/** A handler for every route: one that is missing does not compile. */
export function allHandlers(settings: SessionSettings, law: Pick<PackLaw, "describe">): Handlers<RouteName> {
  return { ...sessionHandlers(settings), ...homeHandlers, ...rosterHandlers, ...findingHandlers, ...personHandlers, ...policyHandlers(law), ...administrationHandlers(settings) };
}
