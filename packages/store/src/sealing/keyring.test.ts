import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Keyring } from "./keyring.js";

const keyring = new Keyring(Buffer.alloc(32, 1));

describe("sealing", () => {
  it("opens to what was sealed, in the same county alone", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const sealed = keyring.seal("533323", Buffer.from(bytes));
      expect(keyring.open("533323", keyring.version, sealed)).toEqual(Buffer.from(bytes));
      expect(() => keyring.open("533324", keyring.version, sealed)).toThrow(/authenticate/);
    }));
  });

  it("does not open what was changed, wherever", () => {
    const sealed = keyring.seal("533323", "53339919800101123X");
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => keyring.open("533323", keyring.version, changed), `byte ${at}`).toThrow(/authenticate/);
    }
  });

  it("hides that two values are the same, and finds them by their index", () => {
    expect(keyring.seal("533323", "a")).not.toEqual(keyring.seal("533323", "a"));
    expect(keyring.index("a")).toEqual(new Keyring(Buffer.alloc(32, 1)).index("a"));
    expect(keyring.index("a")).not.toEqual(new Keyring(Buffer.alloc(32, 2)).index("a"));
  });
});
