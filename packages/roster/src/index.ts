export * from "./files/source.js";
export { loadKinds, type ColumnDefinition, type ColumnType, type KindDefinition, type Kinds } from "./files/kinds.js";
export { standardiseValue } from "./files/standardiseValue.js";
export { readManifest, type Manifest, type ManifestEntry } from "./files/manifest.js";
export { openFile, type OpenedFile, type OpenOptions } from "./files/openFile.js";
export { openFolder, type OpenedFolder } from "./files/openFolder.js";
export { assertUnchanged } from "./files/fileStamp.js";
export type { FileProblem } from "./files/fileProblem.js";
