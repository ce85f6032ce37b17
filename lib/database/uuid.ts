import { randomFillSync } from "node:crypto";

// One look into the system's randomness serves many ids: a call per id costs more than all the rest.
const BYTES_PER_ID = 10;
const pool = Buffer.alloc(BYTES_PER_ID * 512);
let used = pool.length;

let lastMs = 0;
let counter = 0;

/** The millisecond's own part, which the ids of one millisecond share. */
let written = "";
let writtenMs = -1;

/**
 * A UUIDv7: milliseconds, a 12-bit counter, 62 random bits. Ids of one process sort in the order in which they
 * were made, within a millisecond and when the clock is set back too.
 */
export function uuidv7(now: number = Date.now()): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const at = used;
  used += BYTES_PER_ID;

  // A fresh counter starts in the lower half, so that at least 2,048 ids more fit into its millisecond.
  const fresh = pool.readUInt16BE(at) & 0x7ff;
  if (now > lastMs) {
    lastMs = now;
    counter = fresh;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = fresh;
  }

  if (lastMs !== writtenMs) {
    const time = hex(lastMs, 12);
    written = `${time.slice(0, 8)}-${time.slice(8)}-7`;
    writtenMs = lastMs;
  }
  const variant = 0x8000 | (pool.readUInt16BE(at + 2) & 0x3fff);
  const tail = pool.toString("hex", at + 4, at + BYTES_PER_ID);
  return `${written}${hex(counter, 3)}-${variant.toString(16)}-${tail}`;
}

/** The id before all that are made from `time` (milliseconds since the epoch) on: where a look back in time begins. */
export function lowestUuidAt(time: number): string {
  const text = hex(Math.floor(time), 12);
  return `${text.slice(0, 8)}-${text.slice(8)}-7000-8000-000000000000`;
}

const pattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether `text` is a UUID in its usual form, of whatever version. */
export function isUuid(text: string): boolean {
  return pattern.test(text);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
