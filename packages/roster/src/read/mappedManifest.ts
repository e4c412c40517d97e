import type { RosterKind } from "@doudi/contract";
import type { ExaminedFile } from "../files/examinedTable.js";
import type { Kinds } from "../files/kinds.js";
import type { Manifest } from "../files/manifest.js";
import { findHeaderCell } from "../files/mapColumns.js";
import { judgeTables } from "../files/openFile.js";

/** What somebody said a file is: its kind, and header → standard column, "" for a header to be left out. */
export interface RosterMapping {
  readonly kind: RosterKind;
  readonly columns: Readonly<Record<string, string>>;
}

/**
 * A manifest that reads one roster of a file as the mapping says. Where some sheets are of the kind by their own words,
 * sheets of another kind are left out; each sheet is told of its own headers only.
 */
export function mappedManifest(file: ExaminedFile, kinds: Kinds, mapping: RosterMapping): Manifest {
  const { tables } = judgeTables(file, { kinds });
  const named = tables.some(({ kind }) => kind === mapping.kind);
  const meant = tables.filter(({ kind }) => !named || kind === null || kind === mapping.kind);
  return {
    path: "",
    entries: meant.map(({ table }) => {
      const own = Object.entries(mapping.columns).filter(([header]) => findHeaderCell(table.layout.cells, header) !== undefined);
      return { file: file.name, sheet: table.sheet, kind: mapping.kind, columns: Object.fromEntries(own.map(([header, column]) => [header, column === "" ? null : column])) };
    }),
  };
}
