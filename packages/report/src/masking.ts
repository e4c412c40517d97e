// Masking by itself: who only masks should not load the workbook library.
export { maskId } from "./maskId.js";
export { maskText } from "./maskText.js";
