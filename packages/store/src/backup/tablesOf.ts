import type { Client } from "pg";
import { type BackupSection, LEFT_OUT } from "./backupFile.js";

/** The tables of the record with their columns, users before what refers to them. */
export async function tablesOf(client: Client): Promise<BackupSection[]> {
  const { rows } = await client.query<BackupSection>(`
    SELECT c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'doudi'::regnamespace AND c.relkind = 'r'
    GROUP BY c.relname ORDER BY c.relname <> 'users', c.relname COLLATE "C"`);
  return rows.filter(({ table }) => !LEFT_OUT.has(table));
}
