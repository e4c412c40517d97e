import { TextDecoder } from "node:util";

let table: Map<string, Buffer> | null = null;

/** Text in GB18030 (its one- and two-byte characters), which Node can only decode. Throws on any other character. */
export function encodeGb18030(text: string): Buffer {
  table ??= buildTable();
  const known = table;
  return Buffer.concat(
    [...text].map((character) => {
      const bytes = character.charCodeAt(0) < 128 ? Buffer.from(character) : known.get(character);
      if (bytes === undefined) throw new Error(`not in the table: ${character}`);
      return bytes;
    }),
  );
}

function buildTable(): Map<string, Buffer> {
  const decoder = new TextDecoder("gb18030");
  const pairs = new Map<string, Buffer>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const bytes = Buffer.from([lead, trail]);
      const character = decoder.decode(bytes);
      if ([...character].length === 1 && character !== "\ufffd" && !pairs.has(character)) pairs.set(character, bytes);
    }
  return pairs;
}
