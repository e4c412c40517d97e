import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { prescanCsv } from "./prescanCsv.js";
import { tempFolder } from "./tempFolder.testkit.js";

const MB = 1 << 20;

async function scan(content: string | Uint8Array) {
  const { spaces, plain } = await prescanCsv(join(await tempFolder({ "a.csv": content }), "a.csv"), "a.csv");
  return { spaces, plain };
}

// Without a blank an engine reads the cells untrimmed: one that were overlooked would stay at the end of a name.
describe("prescanCsv", () => {
  it.each([" ", "\u00a0", "\u1680", "\u2003", "\u202f", "\u205f", "\u3000"])("sees the blank %j", async (blank) => {
    expect(await scan(`姓名,性别\n张三${blank},男\n`)).toEqual({ spaces: true, plain: true });
  });

  it("takes no other text for a blank, and a byte order mark at the start for none inside", async () => {
    expect(await scan("\ufeff姓名,性别\n张三、。（丰）,男\n")).toEqual({ spaces: false, plain: true });
  });

  it("leaves a file with a byte order mark inside to the careful reader", async () => {
    expect(await scan("姓名,性别\n\ufeff张三,男\n")).toEqual({ spaces: false, plain: false });
    expect(await scan("\ufeff姓名,性别\n\ufeff张三,男\n")).toMatchObject({ plain: false });
  });

  it.each([1, 2])("sees a character of which %i bytes stand in the next piece", async (behind) => {
    const cut = (character: string): Buffer => {
      const line = Buffer.from(`${"一".repeat(100)}\n`);
      const head = Buffer.concat(Array.from({ length: Math.floor((4 * MB - 400) / line.length) }, () => line));
      const filler = Buffer.alloc(4 * MB - head.length - (3 - behind), "a");
      return Buffer.concat([head, filler, Buffer.from(`${character},男\n`)]);
    };
    expect(await scan(cut("\u3000"))).toMatchObject({ spaces: true });
    expect(await scan(cut("\ufeff"))).toMatchObject({ plain: false });
    expect(await scan(cut("一"))).toEqual({ spaces: false, plain: true });
  });
});
