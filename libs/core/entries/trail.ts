import { CompactRange, leafHash, sha256 } from '#libs/core/tlog';

/** Length in bytes of keys, links and leaves. */
const HASH_BYTES = 32;
const TAG = new TextEncoder().encode('cairn.trail.v1\0');

/** Codes of {@link TrailError}. */
export type TrailErrorCode = 'HASH_LENGTH' | 'NUMBER_TOO_LARGE' | 'FRONTIER_MISMATCH';

/** A trail was asked for something that no trail can be. */
export class TrailError extends Error {
  override readonly name = 'TrailError';
  constructor(
    readonly code: TrailErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** What one link commits to. All byte strings have 32 bytes; `n` counts from 1, `logIndex` from 0. */
export interface LinkInput {
  readonly trailKey: Uint8Array;
  readonly n: number;
  readonly logIndex: number;
  readonly previousLink: Uint8Array;
  readonly leaf: Uint8Array;
}

// One buffer for all calls: hashing is synchronous, and the sequencer makes hundreds of links per read of a gate.
const LINK_BYTES = TAG.length + HASH_BYTES + 8 + 8 + HASH_BYTES + HASH_BYTES;
const message = new Uint8Array(LINK_BYTES);
const view = new DataView(message.buffer);
message.set(TAG);

/**
 * The nth link of a trail: SHA-256("cairn.trail.v1" 0x00 || trail key || uint64be(n) || uint64be(log index) || link n-1 || leaf).
 *
 * @throws {TrailError} HASH_LENGTH when a key, link or leaf has not 32 bytes; NUMBER_TOO_LARGE above 2^53 - 1.
 * @see docs/formats/trail.md
 */
export function linkHash({ trailKey, n, logIndex, previousLink, leaf }: LinkInput): Uint8Array {
  let at = TAG.length;
  at = putHash(at, trailKey, 'trail key');
  at = putUint64(at, n, 'n');
  at = putUint64(at, logIndex, 'log index');
  at = putHash(at, previousLink, 'previous link');
  putHash(at, leaf, 'leaf');
  return sha256(message);
}

/** What must be kept of a trail to go on with it: `frontier` holds the hashes of its compact range, largest subtree first. */
export interface TrailState {
  readonly key: Uint8Array;
  readonly length: number;
  readonly head: Uint8Array;
  readonly frontier: readonly Uint8Array[];
}

/** The hash chain of one key (object, device, party or operator) and the RFC 6962 tree over its links. */
export class Trail {
  private constructor(
    readonly key: Uint8Array,
    private lastLink: Uint8Array,
    private readonly links: CompactRange,
  ) {}

  /** A trail without entries: length 0, head of 32 zero bytes. */
  static empty(key: Uint8Array): Trail {
    return new Trail(checked(key, 'trail key'), new Uint8Array(HASH_BYTES), CompactRange.empty());
  }

  /**
   * A trail as it was kept.
   *
   * @throws {TrailError} FRONTIER_MISMATCH when the frontier has not one hash for each one-bit of `length`.
   */
  static resume({ key, length, head, frontier }: TrailState): Trail {
    if (frontier.length !== oneBits(length)) {
      throw new TrailError(
        'FRONTIER_MISMATCH',
        `a trail of ${length} links has ${oneBits(length)} frontier hashes, got ${frontier.length}`,
      );
    }
    for (const hash of frontier) checked(hash, 'frontier hash');
    return new Trail(checked(key, 'trail key'), checked(head, 'head'), CompactRange.of(length, [...frontier]));
  }

  /** Adds the entry at `logIndex` with RFC 6962 leaf hash `leaf`; answers its number, from 1, and its link. */
  append(logIndex: number, leaf: Uint8Array): { readonly n: number; readonly link: Uint8Array } {
    const n = this.links.size + 1;
    const link = linkHash({ trailKey: this.key, n, logIndex, previousLink: this.lastLink, leaf });
    this.links.append(leafHash(link));
    this.lastLink = link;
    return { n, link };
  }

  /** Number of links. */
  get length(): number {
    return this.links.size;
  }

  /** The last link, 32 zero bytes while there is none. */
  get head(): Uint8Array {
    return this.lastLink;
  }

  /** Hashes of the compact range over the links, largest subtree first. */
  get frontier(): readonly Uint8Array[] {
    return this.links.hashes;
  }

  /** RFC 6962 tree root over link 1 to n; the root of the empty tree while there is none. */
  root(): Uint8Array {
    return this.links.root();
  }

  clone(): Trail {
    return new Trail(this.key, this.lastLink, this.links.clone());
  }
}

function putHash(at: number, bytes: Uint8Array, what: string): number {
  message.set(checked(bytes, what), at);
  return at + HASH_BYTES;
}

function putUint64(at: number, value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new TrailError('NUMBER_TOO_LARGE', `${what} must be a whole number from 0 to 2^53 - 1, got ${value}`);
  }
  view.setUint32(at, Math.floor(value / 2 ** 32));
  view.setUint32(at + 4, value >>> 0);
  return at + 8;
}

function checked(bytes: Uint8Array, what: string): Uint8Array {
  if (bytes.length !== HASH_BYTES) throw new TrailError('HASH_LENGTH', `a ${what} has 32 bytes, got ${bytes.length}`);
  return bytes;
}

function oneBits(value: number): number {
  return value.toString(2).replaceAll('0', '').length;
}
