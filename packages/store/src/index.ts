export { PostgresEngine } from "./postgres/postgresEngine.js";
