/**
 * The clear value: generate, hash, parse. Base62 and the checksum are written here because no kept library has this
 * format; CRC-32 is Node's own. The type shows nothing when it is logged or serialised.
 */
import { hash, randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { crc32 } from "node:zlib";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const pattern = /^cab_(pat|flt)_[0-9A-Za-z]{49}$/;
const bodyLength = 43;
const checksumLength = 6;

const marks = { personal: "cab_pat_", fleet: "cab_flt_" } as const;

/** 43 characters, each drawn evenly: 43 × log2(62) = 256.03 bits. */
function randomBody(): string {
  let body = "";
  while (body.length < bodyLength) {
    // 248 = 4 × 62: larger bytes would favour some characters.
    for (const byte of randomBytes(64))
      if (byte < 248 && body.length < bodyLength) body += alphabet[byte % 62];
  }
  return body;
}

function checksumOf(text: string): string {
  let value = crc32(text);
  let digits = "";
  for (let i = 0; i < checksumLength; i++) {
    digits = alphabet[value % 62] + digits;
    value = Math.floor(value / 62);
  }
  return digits;
}

export class TokenSecret {
  readonly #clear: string;

  private constructor(clear: string) {
    this.#clear = clear;
  }

  static generate(kind: "personal" | "fleet"): TokenSecret {
    const start = marks[kind] + randomBody();
    return new TokenSecret(start + checksumOf(start));
  }

  /** null when shape or checksum is wrong; that needs no look-up. */
  static parse(text: string): TokenSecret | null {
    if (!pattern.test(text)) return null;
    const start = text.slice(0, -checksumLength);
    return checksumOf(start) === text.slice(-checksumLength) ? new TokenSecret(text) : null;
  }

  /** SHA-256 of the whole secret, 32 bytes. What is stored. */
  hash(): Buffer {
    return hash("sha256", this.#clear, "buffer");
  }

  /** `cab_pat_` and 6 characters: what lists show. */
  prefix(): string {
    return this.#clear.slice(0, 14);
  }

  /** The clear value, for the one answer that carries it. */
  reveal(): string {
    return this.#clear;
  }

  toString(): string {
    return `${this.prefix()}…`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return `TokenSecret(${this.toString()})`;
  }
}
