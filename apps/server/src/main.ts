export type { Application } from "./application.js";
export type { Handler, Handlers } from "./handler.js";
