import {
  cosign,
  formatNote,
  formatWitnessSignatures,
  type NoteSignature,
  type ParsedWitnessRequest,
  parseWitnessRequest,
  sameVkey,
  type SignEd25519,
  type VerifyEd25519,
  verifyNote,
  type Vkey,
} from '#libs/core/tlog';
import type { WitnessClock } from './clock.js';
import { contradiction } from './contradiction.js';
import type { WitnessDecision } from './decision.js';
import type { LatestCheckpoints } from './latest-checkpoints.js';
import { type LogKeys, logKeysOf } from './log-keys.js';
import { readWitnessed, type WitnessedCheckpoint } from './witnessed-checkpoint.js';

/**
 * A clock may be set back by so much, as time services do; the last time is then stated once more. Behind that the clock is wrong or
 * the last one was, and a cosignature would state a time that is not.
 */
export const CLOCK_BEHIND_MAX_SECONDS = 60;

export interface WitnessOptions {
  /** Of type 0x04. */
  readonly vkey: Vkey;
  readonly sign: SignEd25519;
  readonly verify: VerifyEd25519;
  /** Of the logs to follow, type 0x01; more than one for an origin while its key is changed. */
  readonly logs: readonly Vkey[];
  readonly store: LatestCheckpoints;
  readonly clock: WitnessClock;
}

/** A log that is followed. */
export interface WitnessedLog {
  readonly origin: string;
  readonly vkeys: readonly Vkey[];
  /** null until the log has come for the first time. */
  readonly latest: WitnessedCheckpoint | null;
}

/**
 * Cosigns a log's checkpoint only if it continues the newest one that it has cosigned. Check and store are one step for each log, and
 * what is answered is on the disk: neither requests at once nor a crash make it sign two trees that contradict each other.
 */
export class Witness {
  private readonly turns = new Map<string, Promise<unknown>>();
  private storeFailure: string | null = null;

  private constructor(
    private readonly options: WitnessOptions,
    private readonly keys: LogKeys,
    private readonly latest: Map<string, WitnessedCheckpoint>,
  ) {}

  /**
   * Reads what it has cosigned before.
   * @throws {WitnessError} LOG_KEYS_INVALID, STORE_BROKEN, STORE_INCOMPLETE
   */
  static async open(options: WitnessOptions): Promise<Witness> {
    const { vkey, verify, store } = options;
    const keys = logKeysOf(options.logs);
    const latest = new Map<string, WitnessedCheckpoint>();
    for (const origin of keys.keys()) {
      const note = await store.read(origin);
      if (note) latest.set(origin, await readWitnessed({ origin, note, vkey, verify }));
    }
    return new Witness(options, keys, latest);
  }

  get vkey(): Vkey {
    return this.options.vkey;
  }

  /** By origin. */
  logs(): WitnessedLog[] {
    return [...this.keys]
      .map(([origin, vkeys]) => ({ origin, vkeys, latest: this.latest.get(origin) ?? null }))
      .sort((one, other) => (one.origin < other.origin ? -1 : 1));
  }

  /** Why the last write into the store failed, for whoever asks; null while it works. */
  storeProblem(): string | null {
    return this.storeFailure;
  }

  /** Why no cosignature can be dated now; null while the clock is right. */
  clockProblem(): string | null {
    const lastSeconds = Math.max(0, ...[...this.latest.values()].map(({ timeSeconds }) => timeSeconds));
    return this.clockBehind(lastSeconds);
  }

  /**
   * @param body of the request, at most `WITNESS_REQUEST_BYTES_MAX` bytes, from anyone
   * @throws what the store throws: then nothing was signed that anybody has seen
   * @see C2SP tlog-witness, add-checkpoint: the order of the checks is its order
   */
  async addCheckpoint(body: Uint8Array): Promise<WitnessDecision> {
    let request: ParsedWitnessRequest;
    try {
      request = parseWitnessRequest(body);
    } catch (error) {
      return { kind: 'malformed', why: messageOf(error) };
    }
    const { origin, size } = request.checkpoint;
    const vkeys = this.keys.get(origin);
    if (!vkeys) return { kind: 'unknown-log', why: 'this witness does not follow a log of that origin' };
    let logSignatures: NoteSignature[];
    try {
      logSignatures = await this.signaturesOfLog(request, vkeys);
    } catch (error) {
      return { kind: 'unsigned', why: messageOf(error) };
    }
    if (request.oldSize > size)
      return { kind: 'malformed', why: `the old size ${request.oldSize} is larger than the checkpoint's, ${size}` };
    return this.inTurn(origin, () => this.decide(request, logSignatures));
  }

  /** Waits for what is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.turns.values());
  }

  private async decide(request: ParsedWitnessRequest, logSignatures: NoteSignature[]): Promise<WitnessDecision> {
    const { checkpoint, oldSize, note } = request;
    const { origin, size, root } = checkpoint;
    const latest = this.latest.get(origin);
    if (oldSize !== (latest?.size ?? 0)) return { kind: 'stale', size: latest?.size ?? 0 };
    const refused = contradiction(request, latest);
    if (refused === 'root') return { kind: 'conflict', size, note: formatNote(note.text, logSignatures) };
    if (refused) return { kind: 'inconsistent', why: refused.why, note: formatNote(note.text, logSignatures) };

    const lastSeconds = latest?.timeSeconds ?? 0;
    const why = this.clockBehind(lastSeconds);
    if (why) return { kind: 'clock-behind', why };
    const timeSeconds = Math.max(this.nowSeconds(), lastSeconds);
    const { vkey, sign } = this.options;
    const cosignature = await cosign({ text: note.text, vkey, timeSeconds, sign });
    await this.keep(origin, formatNote(note.text, [...logSignatures, cosignature]));
    // From here the checkpoint is what the next one has to continue; only now may anybody see the cosignature.
    const witnessed: WitnessedCheckpoint = { origin, size, root, timeSeconds };
    this.latest.set(origin, witnessed);
    return { kind: 'cosigned', lines: formatWitnessSignatures([cosignature]), checkpoint: witnessed };
  }

  private async keep(origin: string, note: string): Promise<void> {
    try {
      await this.options.store.replace(origin, new TextEncoder().encode(note));
      this.storeFailure = null;
    } catch (error) {
      this.storeFailure = withoutPath(error);
      throw error;
    }
  }

  /** Signatures by keys that are not the log's are dropped: they say nothing, and would be kept for whoever sent them. */
  private async signaturesOfLog({ note }: ParsedWitnessRequest, vkeys: readonly Vkey[]): Promise<NoteSignature[]> {
    const { verified } = await verifyNote({
      note: formatNote(note.text, note.signatures),
      vkeys,
      verify: this.options.verify,
    });
    const good = vkeys.filter((vkey) => verified.some((signature) => sameVkey(signature.vkey, vkey)));
    return good.map(({ name, keyId }) => {
      const ofKey = (one: NoteSignature) => one.name === name && one.keyId.every((byte, at) => byte === keyId[at]);
      return note.signatures.find(ofKey)!;
    });
  }

  private clockBehind(lastSeconds: number): string | null {
    const behindSeconds = lastSeconds - this.nowSeconds();
    if (behindSeconds <= CLOCK_BEHIND_MAX_SECONDS) return null;
    return `the clock of this witness is ${behindSeconds} s behind its last cosignature; it signs nothing until the clock is right`;
  }

  private nowSeconds(): number {
    return Math.floor(this.options.clock.nowMs() / 1_000);
  }

  /** One request of a log after the other, whatever became of the one before. */
  private inTurn<T>(origin: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(origin) ?? Promise.resolve()).then(work, work);
    this.turns.set(origin, turn);
    return turn;
  }
}

/** As the system says it, but for the file: strangers hear of it, and the log of the witness has the rest. */
const withoutPath = (error: unknown): string => {
  const { path, message } = error as NodeJS.ErrnoException;
  return path === undefined ? messageOf(error) : message.split(',')[0]!;
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
