/** An id of the county part that was never assigned: birth yyyymmdd and order within the day (odd for men). */
export function idNumber(birth: string | number, order: number): string {
  const body = `533399${birth}${String(order).padStart(3, "0")}`;
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0);
  return `${body}${"10X98765432"[sum % 11]}`;
}
