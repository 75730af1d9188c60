import { KeyType, type Vkey } from '#libs/core/tlog';
import { aSigner, verifyEd25519 } from '../../../../../test/kit/tlog/ed25519.js';
import { LatestCheckpoints, Witness } from '../../index.js';

export const signer = aSigner('witness.example/w1', KeyType.cosignature);
export const START_MS = Date.UTC(2026, 0, 1);

/** A clock that a test turns. */
export class TurnedClock {
  constructor(private ms = START_MS) {}
  nowMs = (): number => this.ms;
  turn(seconds: number): void {
    this.ms += seconds * 1_000;
  }
}

/** Keeps notes in memory; can be told to fail, before or after it has kept one, and to take its time. */
export class MemoryStore extends LatestCheckpoints {
  readonly notes = new Map<string, Uint8Array>();
  fail: 'before' | 'after' | null = null;
  delay: () => Promise<void> = async () => {};

  override async read(origin: string): Promise<Uint8Array | null> {
    return this.notes.get(origin) ?? null;
  }

  override async replace(origin: string, note: Uint8Array): Promise<void> {
    await this.delay();
    if (this.fail === 'before') throw new Error('the disk is full');
    this.notes.set(origin, note);
    if (this.fail === 'after') throw new Error('the disk is gone');
  }
}

export const openInMemory = (
  logs: readonly Vkey[],
  { store = new MemoryStore(), clock = new TurnedClock() }: { store?: MemoryStore; clock?: TurnedClock } = {},
): Promise<Witness> =>
  Witness.open({ vkey: signer.vkey, sign: signer.sign, verify: verifyEd25519, logs, store, clock });
