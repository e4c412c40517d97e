let table: Map<string, Buffer> | null = null;

/** Text to GB18030 bytes, by the inverse of the platform's own decoder; throws on a character that has none. */
export function encodeGb18030(text: string): Buffer {
  table ??= invert();
  const parts: Buffer[] = [];
  let plain = 0;
  for (let i = 0; i <= text.length; i += 1) {
    if (i < text.length && text.charCodeAt(i) < 0x80) continue;
    if (i > plain) parts.push(Buffer.from(text.slice(plain, i), "latin1"));
    plain = i + 1;
    if (i === text.length) break;
    const bytes = table.get(text.charAt(i));
    if (bytes === undefined) throw new RangeError(`no GB18030 bytes for ${text.charAt(i)}`);
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function invert(): Map<string, Buffer> {
  const decoder = new TextDecoder("gb18030");
  const map = new Map<string, Buffer>();
  const learn = (bytes: number[]) => {
    const buffer = Buffer.from(bytes);
    const text = decoder.decode(buffer);
    if (text.length === 1 && text !== "\ufffd" && !map.has(text)) map.set(text, buffer);
  };
  for (let first = 0x81; first <= 0xfe; first += 1) for (let second = 0x40; second <= 0xfe; second += 1) if (second !== 0x7f) learn([first, second]);
  // Four bytes: the rest of the Basic Multilingual Plane ends at 84 31 A4 39.
  for (let first = 0x81; first <= 0x84; first += 1) {
    for (let second = 0x30; second <= 0x39; second += 1) {
      for (let third = 0x81; third <= 0xfe; third += 1) for (let fourth = 0x30; fourth <= 0x39; fourth += 1) learn([first, second, third, fourth]);
    }
  }
  return map;
}
