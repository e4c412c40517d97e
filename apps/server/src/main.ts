export type { Application } from "./application.js";
export type { Handler, Handlers } from "./handler.js";
export { DataFolder } from "./system/dataFolder.js";
export { openRecord, type OpenRecord } from "./system/openRecord.js";
