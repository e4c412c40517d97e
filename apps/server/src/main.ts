export type { Application } from "./application.js";
export type { Handler, Handlers } from "./handler.js";
export { administrationHandlers } from "./handlers/administrationHandlers.js";
export { sessionHandlers } from "./handlers/sessionHandlers.js";
export { buildServer } from "./http/buildServer.js";
export { SERVER_OPTIONS, type ServerOptions } from "./http/serverOptions.js";
export { OidcLogin } from "./session/oidcLogin.js";
export { hashPassword, makePassword } from "./session/password.js";
export { type DemoLogin, SESSION_SETTINGS, type SessionSettings } from "./session/sessionSettings.js";
