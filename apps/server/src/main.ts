export type { Application } from "./application.js";
export type { Handler, Handlers } from "./handler.js";
export { rosterHandlers } from "./handlers/rosterHandlers.js";
export { createJobs, type Jobs, type JobWork, type RunningJob } from "./jobs/createJobs.js";
export { type DemoUsers, loadDemo } from "./rosters/loadDemo.js";
export { readRosterWork } from "./rosters/readRosterWork.js";
export { DataFolder } from "./system/dataFolder.js";
export { openRecord, type OpenRecord } from "./system/openRecord.js";
