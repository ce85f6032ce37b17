/** Brings what this process knows of the rights clock up to now. */
import { pool } from "@/lib/database/client";
import { memory } from "./memory";

interface Row {
  now: string;
  seq: string | null;
  kind: string;
  subject: string;
}

const sql = `
  SELECT c.seq AS now, e.seq, e.kind, e.subject
  FROM rights_clock c LEFT JOIN rights_events e ON e.seq > $1 AND e.seq <= c.seq ORDER BY e.seq`;

let running: Promise<void> | null = null;
let next: Promise<void> | null = null;

/** Reads what has moved, in a look that begins after this call; calls that come meanwhile share the next one. */
export function catchUp(): Promise<void> {
  if (!running) {
    running = read().finally(() => {
      running = null;
    });
    return running;
  }
  const before = running;
  next ??= before
    .catch(() => {})
    .then(() => {
      next = null;
      return catchUp();
    });
  return next;
}

async function read(): Promise<void> {
  const known = memory();
  const since = known.seq;
  const { rows } = await pool().query<Row>({
    name: "rights_since",
    text: sql,
    values: [String(since ?? 0n)],
  });
  const now = rows[0]?.now;
  if (now === undefined) throw new Error("the rights clock has no row");
  const events = rows.flatMap(({ seq, kind, subject }) =>
    seq === null ? [] : [{ seq: BigInt(seq), kind, subject }],
  );
  const told = BigInt(new Set(events.map((event) => event.seq)).size);
  // Events are pruned after a day, and a restored database may stand further back.
  known.learn(BigInt(now), events, since !== null && told === BigInt(now) - since);
}
