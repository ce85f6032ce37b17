/**
 * What this process remembers of tokens and of the estate they are judged in. It may be stale without harm: every
 * verdict carries the rights clock up to which it holds, and the log takes none that is behind. What has moved is not
 * searched for and thrown out; it is noted, and looked at when something that stands on it is asked for.
 */
import { renamedSince } from "@/lib/audit/renamed";
import type { Estate } from "./estate";
import type { TokenRecord } from "./lookup";

interface Kept<T> {
  value: T;
  /** The rights clock up to which it is known to hold. */
  seq: bigint;
  readAt: number;
}

/** One event of the clock, or an advance whose event is gone. */
export interface Moved {
  seq: bigint;
  kind: string;
  subject: string;
}

/** Tokens kept at most; those not asked for longest go first. */
const tokenLimit = 50_000;
/** Subjects noted as moved at most; beyond them everything is read again. */
const movedLimit = 10_000;
/** A name is no right and moves no clock: given on another server, it may be missed for this long. */
const longestMs = 30_000;

export class Memory {
  /** Where the clock stood when this process last asked; null before the first look-up. */
  seq: bigint | null = null;
  /** What was read before this is not known to hold any more. */
  #floor = 0n;
  #young = new Map<string, Kept<TokenRecord>>();
  #old = new Map<string, Kept<TokenRecord>>();
  #estate: Kept<Estate> | null = null;
  readonly #moved = new Map<string, bigint>();
  #fleetsMoved = 0n;
  #servicesMoved = 0n;
  /** @param tokens how many tokens are kept at most. */
  constructor(readonly tokens = tokenLimit) {}

  /** The token with this hash as it stands at `seq`, or null when it has to be looked up. */
  token(hash: string, now: number): TokenRecord | null {
    const young = this.#young.get(hash);
    const kept = young ?? this.#old.get(hash);
    if (!kept || now - kept.readAt > longestMs || isRenamed(kept.value, kept.readAt)) return null;
    if (kept.seq !== this.seq && !this.#holds(kept, () => this.#tokenMoved(kept))) return null;
    if (!young) this.#insert(hash, kept);
    return kept.value;
  }

  /**
   * Keeps a token as a look-up found it. Unknown secrets are never kept, so they push nothing out.
   * @param readAt when the look-up began.
   */
  keepToken(hash: string, value: TokenRecord, seq: bigint, readAt: number): void {
    this.seq ??= seq;
    this.#insert(hash, { value, seq, readAt });
  }

  /** Fleets, namespaces and services as they stand at `seq`. */
  estate(): Estate | null {
    const kept = this.#estate;
    if (!kept) return null;
    if (kept.seq === this.seq) return kept.value;
    const moved = () => this.#fleetsMoved > kept.seq || this.#servicesMoved > kept.seq;
    return this.#holds(kept, moved) ? kept.value : null;
  }

  keepEstate(value: Estate, seq: bigint): void {
    this.seq ??= seq;
    this.#estate = { value, seq, readAt: 0 };
  }

  /** Takes in what has moved up to `seq`. @param complete false: some events are gone, and it may be anything. */
  learn(seq: bigint, events: readonly Moved[], complete: boolean): void {
    // The other bundle's copy of this file has asked later and was answered sooner.
    if (complete && this.seq !== null && seq < this.seq) return;
    for (const event of events) {
      if (event.kind === "all") complete = false;
      this.#moved.set(event.subject, event.seq);
      if (event.kind === "fleet") this.#fleetsMoved = event.seq;
      if (event.kind === "service") this.#servicesMoved = event.seq;
    }
    this.seq = seq;
    if (complete && this.#moved.size <= movedLimit) return;
    this.clear();
    this.seq = seq;
    this.#floor = seq;
  }

  /** How many tokens are kept. */
  get size(): number {
    return new Set([...this.#young.keys(), ...this.#old.keys()]).size;
  }

  /** Forgets everything: another database, or a measurement without memory. */
  clear(): void {
    this.seq = null;
    this.#floor = 0n;
    this.#young.clear();
    this.#old.clear();
    this.#estate = null;
    this.#moved.clear();
    this.#fleetsMoved = 0n;
    this.#servicesMoved = 0n;
  }

  /** Whether it holds at `seq`; what does is known to from now on, so that the next question costs a comparison. */
  #holds(kept: Kept<unknown>, moved: () => boolean): boolean {
    if (this.seq === null) return false;
    if (kept.seq === this.seq) return true;
    // A look-up may have seen more than this process knows of: it waits until that is taken in.
    if (kept.seq > this.seq || kept.seq < this.#floor || moved()) return false;
    kept.seq = this.seq;
    return true;
  }

  #tokenMoved({ value, seq }: Kept<TokenRecord>): boolean {
    const { owner } = value;
    const moved = (subject: string) => (this.#moved.get(subject) ?? 0n) > seq;
    if (moved(value.id) || moved(owner.type === "user" ? owner.user.id : owner.fleet.id)) return true;
    // An instance admin stands in every fleet, in new ones too.
    if (owner.type === "user" && owner.user.admin) return this.#fleetsMoved > seq;
    return value.standings.some((fleet) => moved(fleet.id));
  }

  /** Two generations instead of an order: what is not asked for while the young one fills goes with the old. */
  #insert(hash: string, kept: Kept<TokenRecord>): void {
    if (this.#young.size >= this.tokens / 2 && !this.#young.has(hash)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(hash, kept);
  }
}

const isRenamed = ({ id, owner }: TokenRecord, since: number) =>
  renamedSince(id, since) || (owner.type === "user" && renamedSince(owner.user.id, since));

const home = Symbol.for("token-cabinet.judging");
const shared = globalThis as { [home]?: Memory };

/** One per process: Next's bundle and the server's carry a copy of this file each. */
export function memory(): Memory {
  shared[home] ??= new Memory();
  return shared[home];
}
