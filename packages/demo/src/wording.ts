/** 是, 否, or nothing where it is not known. */
export function yesNo(value: boolean | undefined): string {
  return value === undefined ? "" : value ? "是" : "否";
}
