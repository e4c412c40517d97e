export { type EmbeddedServer, startEmbeddedServer } from "./embedded/embeddedServer.js";
export { PostgresEngine } from "./postgres/postgresEngine.js";
export { recordAct, verifyAudit } from "./record/audit.js";
export { Database, type Stranger, type Work } from "./record/database.js";
export { migrate } from "./record/migrate.js";
export { type Scope, scopeOf } from "./record/scope.js";
export type { FindingSource, NewRow, RowOf } from "./record/tables.js";
export { Keyring } from "./sealing/keyring.js";
