let table: Uint32Array | null = null;

/** Text to GB18030 bytes, by the inverse of the platform's own decoder; throws RangeError on a character that has none. */
export function encodeGb18030(text: string): Buffer {
  table ??= invert();
  const bytes = Buffer.allocUnsafe(text.length * 4);
  let end = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes[end] = code;
      end += 1;
      continue;
    }
    const packed = table[code] ?? 0;
    if (packed === 0) throw new RangeError(`no GB18030 bytes for ${text.charAt(i)}`);
    end = packed > 0xffff ? bytes.writeUInt32BE(packed, end) : bytes.writeUInt16BE(packed, end);
  }
  return bytes.subarray(0, end);
}

/** The bytes of each UTF-16 unit as one number; 0 where there are none. */
function invert(): Uint32Array {
  const units = new Uint32Array(0x10000);
  const pairs: number[] = [];
  const quads: number[] = [];
  for (let first = 0x81; first <= 0xfe; first += 1) for (let second = 0x40; second <= 0xfe; second += 1) if (second !== 0x7f) pairs.push(first * 0x100 + second);
  // Four bytes: the rest of the Basic Multilingual Plane ends at 84 31 A4 39.
  for (let first = 0x81; first <= 0x84; first += 1) {
    for (let second = 0x30; second <= 0x39; second += 1) {
      for (let third = 0x81; third <= 0xfe; third += 1) for (let fourth = 0x30; fourth <= 0x39; fourth += 1) quads.push(first * 0x1000000 + second * 0x10000 + third * 0x100 + fourth);
    }
  }
  learn(units, pairs, 2);
  learn(units, quads, 4);
  return units;
}

/** Decodes all codes at once, with a line feed after each, and notes what each became. */
function learn(units: Uint32Array, codes: number[], length: 2 | 4): void {
  const bytes = Buffer.alloc(codes.length * (length + 1), "\n");
  for (const [i, code] of codes.entries()) bytes.writeUIntBE(code, i * (length + 1), length);
  for (const [i, character] of new TextDecoder("gb18030").decode(bytes).split("\n").entries()) {
    const unit = character.charCodeAt(0);
    if (character.length === 1 && unit !== 0xfffd && unit >= 0x80) units[unit] ||= codes[i] ?? 0;
  }
}
