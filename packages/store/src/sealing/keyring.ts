import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

const IV_BYTES = 12;
const TAG_BYTES = 16;
const IV_PORTION = 512;
const CURRENT_VERSION = 1;

/**
 * Seals what identifies people: AES-256-GCM with a key for each county and version, and a keyed index by which an identity
 * number can be found without being opened; that key is the province's, so that the same person has the same index in
 * every county. All keys follow from one master key, which is kept outside the database and its backups.
 */
export class Keyring {
  readonly #master: Buffer;
  readonly #counties = new Map<string, Buffer>();
  readonly #indexKey: Buffer;
  #ivs: Buffer = Buffer.alloc(0);
  #ivAt = 0;

  /** @param master 32 random bytes */
  constructor(master: Buffer) {
    if (master.length !== 32) throw new Error("the master key has 32 bytes");
    this.#master = master;
    this.#indexKey = this.#derive("index");
  }

  static generate(): Buffer {
    return randomBytes(32);
  }

  /** The version that new values are sealed with; it is kept beside them. */
  get version(): number {
    return CURRENT_VERSION;
  }

  /** iv, tag and cipher text. The county is part of what is authenticated: a value moved to another county does not open. */
  seal(county: string, plain: Buffer | string): Buffer {
    const iv = this.#nextIv();
    const cipher = createCipheriv("aes-256-gcm", this.#key(county, CURRENT_VERSION), iv).setAAD(Buffer.from(county));
    const sealed = typeof plain === "string" ? cipher.update(plain, "utf8") : cipher.update(plain);
    // In this mode the end of the cipher text is empty.
    cipher.final();
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  }

  /** Throws where the value was changed, or sealed for another county or with another master key. */
  open(county: string, version: number, sealed: Buffer): Buffer {
    const decipher = createDecipheriv("aes-256-gcm", this.#key(county, version), sealed.subarray(0, IV_BYTES)).setAAD(Buffer.from(county));
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  }

  /** The index of an identity number of 18 characters, upper case. */
  index(idNumber: string): Buffer {
    return createHmac("sha256", this.#indexKey).update(idNumber).digest();
  }

  /** Tells this key from others without giving it away; kept in the database, so that a wrong key is refused at the start. */
  get mark(): Buffer {
    return createHmac("sha256", this.#derive("mark")).update("doudi").digest();
  }

  /** Random bytes are asked for in portions: for each value alone they cost more than its cipher. None is used twice. */
  #nextIv(): Buffer {
    if (this.#ivAt === this.#ivs.length) {
      this.#ivs = randomBytes(IV_BYTES * IV_PORTION);
      this.#ivAt = 0;
    }
    this.#ivAt += IV_BYTES;
    return this.#ivs.subarray(this.#ivAt - IV_BYTES, this.#ivAt);
  }

  #key(county: string, version: number): Buffer {
    const name = `seal ${version} ${county}`;
    const known = this.#counties.get(name);
    if (known !== undefined) return known;
    const key = this.#derive(name);
    this.#counties.set(name, key);
    return key;
  }

  #derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync("sha256", this.#master, Buffer.alloc(0), `doudi ${purpose}`, 32));
  }
}
