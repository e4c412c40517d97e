/** An id number or account with its middle hidden: 533***********123X. Short texts are hidden but for their first character. */
export function maskId(text: string): string {
  const shown = text.trim();
  if (shown.length < 10) return shown === "" ? "" : (shown[0] ?? "") + "*".repeat(shown.length - 1);
  return shown.slice(0, 3) + "*".repeat(shown.length - 7) + shown.slice(-4);
}

/** A name with all but its first character hidden: 李**. */
export function maskName(text: string): string {
  const characters = [...text.trim()];
  return (characters[0] ?? "") + "*".repeat(Math.max(0, characters.length - 1));
}

/** A text with every run of 11 digits or more (ids, phones, accounts) masked. */
export function maskText(text: string): string {
  return text.replace(/[\d\uff10-\uff19]{10,}[\dx\uff10-\uff19\uff38\uff58]/gi, maskId);
}
