export { maskId } from "./maskId.js";
export { maskName } from "./maskName.js";
export { comparePrevious, type PreviousComparison } from "./previous/comparePrevious.js";
export type { CheckMark, PreviousFindings } from "./previous/previousFindings.js";
export { readPrevious } from "./previous/readPrevious.js";
export { VOLUMES_FOLDER } from "./workbook/volumesFolder.js";
export { WORKBOOK_LIMIT, writeWorkbook, type WorkbookOptions } from "./workbook/writeWorkbook.js";
export { writeWorkbooks } from "./workbook/writeWorkbooks.js";
