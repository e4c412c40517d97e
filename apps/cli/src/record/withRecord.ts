import { DataFolder, openRecord, type OpenRecord } from "@doudi/server";
import type { RecordPlace } from "../terminal/recordOptions.js";

/** Opens the system of record for one piece of work, beside a running server where there is one, and closes it again. */
export async function withRecord<T>({ data, databaseUrl }: RecordPlace, work: (record: OpenRecord) => Promise<T>): Promise<T> {
  const record = await openRecord({ folder: new DataFolder(data), databaseUrl, connections: 2, attach: true });
  try {
    return await work(record);
  } finally {
    await record.close();
  }
}
