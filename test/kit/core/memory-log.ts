import {
  CompactRange,
  formatCheckpointBody,
  formatNote,
  formatPolicy,
  noteKeyIdOf,
  KeyType,
  leafHash,
  noteSignature,
  nodeHash,
  sha256,
  signedBytes,
  type Vkey,
} from '#libs/core/tlog';
import { type Signer, signerOfSeed } from '#libs/host/keys';
import type { TrailEntry } from '../../../libs/core/entries/trail-entry.js';
import { keyText } from '../../../libs/core/entries/read-entry.js';
import {
  decodeLogEntry,
  decodeScanHeader,
  encodeLogEntry,
  type EventBodies,
  EventKind,
  type LoggedScan,
  operatorKey,
  signEvent,
  type SupportedEventKind,
} from '../../../libs/core/wire/index.js';

/** 32 bytes that follow from a name, so that tests and golden files are the same every time. */
export const seedOf = (name: string): Uint8Array => sha256(new TextEncoder().encode(`cairn test ${name}`));

const signers = new Map<string, Signer>();

/** The key of that name, the same each time: thousands of logs are made, with the same few keys. */
export function signerNamed(name: string): Signer {
  const known = signers.get(name) ?? signerOfSeed(seedOf(name));
  signers.set(name, known);
  return known;
}

/** What is kept privately beside an entry. */
export interface PrivateValues {
  readonly uris?: readonly string[];
  readonly disclosures?: readonly Uint8Array[];
}

/**
 * A log in memory, with real keys: orders entries, keeps all tree nodes, signs checkpoints. Entry 0 is the operator's key and entry 1
 * the receipt key, as in every log of Cairn.
 */
export class MemoryLog {
  readonly logSigner: Signer;
  operatorSigner: Signer;
  readonly receiptSigner: Signer;
  readonly operator: Uint8Array;
  private readonly entries = new Map<number, TrailEntry>();
  private readonly byKey = new Map<string, number[]>();
  private readonly nodes: Uint8Array[][] = [[]];
  private readonly range = CompactRange.empty();
  private readonly highestCounter = new Map<string, number>();
  private arrivedMs = 0;
  private readonly arrivals: { readonly logIndex: number; readonly arrivedMs: number }[] = [];

  /** @param lie what entry 0 says in place of the truth */
  constructor(
    readonly origin = 'cairn.example/test',
    lie: Partial<EventBodies[typeof EventKind.OPERATOR]> = {},
  ) {
    this.logSigner = signerNamed(`${origin} log`);
    this.operatorSigner = signerNamed(`${origin} operator`);
    this.receiptSigner = signerNamed(`${origin} receipt`);
    this.operator = operatorKey(origin);
    const { algorithm, publicKey } = this.operatorSigner;
    const operator = { operator: this.operator, algorithm, publicKey, logOrigin: origin, timeMs: START_MS, ...lie };
    this.appendEvent(EventKind.OPERATOR, operator, this.operatorSigner);
    const receipt = { algorithm: this.receiptSigner.algorithm, publicKey: this.receiptSigner.publicKey };
    this.appendEvent(
      EventKind.RECEIPT_KEY,
      { operator: this.operator, ...receipt, timeMs: START_MS },
      this.operatorSigner,
    );
  }

  get size(): number {
    return this.range.size;
  }

  /** Signs and logs an event. @returns its log index */
  appendEvent<Kind extends SupportedEventKind>(
    kind: Kind,
    body: EventBodies[Kind],
    signer: Signer,
    privately: PrivateValues = {},
  ): number {
    return this.append(encodeLogEntry({ kind: 'event', event: signEvent(kind, body, signer) }), privately);
  }

  /** Logs a scan as the sequencer does: with `after`, and as arrived no earlier than those before it. @returns its log index */
  appendScan(scan: Omit<LoggedScan, 'after' | 'verificationProfile'>, privately: PrivateValues): number {
    const boot = `${keyText(scan.device)} ${keyText(scan.boot)}`;
    const after = this.highestCounter.get(boot) ?? 0;
    this.highestCounter.set(boot, Math.max(after, scan.counter));
    this.arrivedMs = Math.max(this.arrivedMs, scan.receivedTimeMs);
    this.arrivals.push({ logIndex: this.size, arrivedMs: this.arrivedMs });
    const logged = { ...scan, receivedTimeMs: this.arrivedMs, after, verificationProfile: 1 };
    return this.append(encodeLogEntry({ kind: 'scan', scan: logged }), privately);
  }

  /** Logs any entry bytes, well-formed or not. */
  append(entry: Uint8Array, { uris = [], disclosures = [] }: PrivateValues = {}): number {
    const logIndex = this.size;
    this.entries.set(logIndex, { logIndex, entry, uris, disclosures });
    for (const key of keysIn(entry)) this.byKey.set(key, [...(this.byKey.get(key) ?? []), logIndex]);
    this.appendLeaf(leafHash(entry));
    return logIndex;
  }

  /** Below it no scan arrived at a time or later. */
  firstIndex(timeMs: number): number {
    return this.arrivals.find(({ arrivedMs }) => arrivedMs >= timeMs)?.logIndex ?? this.size;
  }

  /** Lets the log grow by entries of strangers, of which only the leaf hashes are known. */
  fill(count: number): void {
    for (let i = 0; i < count; i++)
      this.appendLeaf(leafHash(Uint8Array.of(this.size, this.size >> 8, this.size >> 16, 0xff)));
  }

  entry(logIndex: number): TrailEntry {
    return this.entries.get(logIndex)!;
  }

  /** The logged scan of a boot with a counter. */
  scanOf(boot: Uint8Array, counter: number): LoggedScan | undefined {
    for (const { entry } of this.entries.values()) {
      const decoded = scanIn(entry);
      if (decoded && decoded.counter === counter && keyText(decoded.boot) === keyText(boot)) return decoded;
    }
    return undefined;
  }

  /** Entries that name the key, ascending. */
  trail(key: Uint8Array): TrailEntry[] {
    return (this.byKey.get(keyText(key)) ?? []).map((logIndex) => this.entry(logIndex));
  }

  /** Hash of a perfect subtree. */
  hashAt = (level: number, index: number): Uint8Array =>
    this.nodes[level]?.[index] ?? nodeHash(this.hashAt(level - 1, 2 * index), this.hashAt(level - 1, 2 * index + 1));

  root(): Uint8Array {
    return this.range.root();
  }

  get vkey(): Vkey {
    const { publicKey } = this.logSigner;
    return {
      name: this.origin,
      type: KeyType.ed25519,
      publicKey,
      keyId: noteKeyIdOf(this.origin, KeyType.ed25519, publicKey),
    };
  }

  /** The signed checkpoint of the whole log. */
  checkpoint(): string {
    const text = formatCheckpointBody({ origin: this.origin, size: this.size, root: this.root() });
    const { name, keyId } = this.vkey;
    return formatNote(text, [noteSignature({ name, keyId, signature: this.logSigner.sign(signedBytes(text)) })]);
  }

  /** A policy that pins this log's key and asks for no witness. */
  policy(): string {
    return formatPolicy({ logs: [{ vkey: this.vkey }], witnesses: [], groups: [], quorum: 'none' });
  }

  private appendLeaf(leaf: Uint8Array): void {
    this.nodes[0]!.push(leaf);
    this.range.append(leaf, (level, index, hash) => {
      const nodes = (this.nodes[level] ??= []);
      nodes[index] = hash;
    });
  }
}

/** 2024-03-01T08:00:00Z. */
export const START_MS = Date.UTC(2024, 2, 1, 8);

function scanIn(bytes: Uint8Array): LoggedScan | undefined {
  try {
    const entry = decodeLogEntry(bytes);
    return entry.kind === 'scan' ? entry.scan : undefined;
  } catch {
    return undefined;
  }
}

function keysIn(bytes: Uint8Array): string[] {
  try {
    const entry = decodeLogEntry(bytes);
    const objects = entry.kind === 'scan' ? decodeScanHeader(entry.scan.header).objects : entry.event.objects;
    return objects.map(keyText);
  } catch {
    return [];
  }
}
