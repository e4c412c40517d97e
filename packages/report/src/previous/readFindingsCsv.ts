import { createReadStream } from "node:fs";
import { FINDING_COLUMNS, type FindingRow } from "@doudi/contract";

/** Reads an earlier findings.csv, one finding at a time (UTF-8, RFC 4180 quoting). Throws where the header is not that of findings.csv. */
export async function* readFindingsCsv(path: string): AsyncGenerator<FindingRow> {
  let columns: (number | undefined)[] | null = null;
  for await (const fields of records(path)) {
    if (columns === null) {
      columns = FINDING_COLUMNS.map((column) => {
        const at = fields.indexOf(column);
        return at === -1 ? undefined : at;
      });
      if (!fields.includes("finding_id")) throw new Error("no finding_id column");
      continue;
    }
    const at = columns;
    yield Object.fromEntries(FINDING_COLUMNS.map((column, index) => [column, fields[at[index] ?? -1] ?? ""])) as FindingRow;
  }
}

async function* records(path: string): AsyncGenerator<string[]> {
  let fields: string[] = [];
  let field = "";
  let quoted = false;
  let closing = false;
  let started = false;
  const end = (): string[] => {
    const record = [...fields, field];
    fields = [];
    field = "";
    started = false;
    closing = false;
    return record;
  };
  let first = true;
  for await (const chunk of createReadStream(path, { encoding: "utf8" }) as AsyncIterable<string>) {
    const text: string = first && chunk.startsWith("\ufeff") ? chunk.slice(1) : chunk;
    first = false;
    for (const letter of text) {
      if (quoted) {
        if (letter === '"') {
          quoted = false;
          closing = true;
        } else field += letter;
      } else if (letter === '"') {
        if (closing) field += '"';
        quoted = true;
        closing = false;
        started = true;
      } else if (letter === ",") {
        fields.push(field);
        field = "";
        closing = false;
        started = true;
      } else if (letter === "\n") {
        if (started) yield end();
      } else if (letter !== "\r") {
        field += letter;
        closing = false;
        started = true;
      }
    }
  }
  if (started) yield end();
}
