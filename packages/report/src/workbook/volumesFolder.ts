/** Folder beside findings.csv that holds the workbooks split by township. */
export const VOLUMES_FOLDER = "findings";
