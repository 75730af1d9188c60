import { createHash } from 'node:crypto';
import { FileLogStorage, TileEdge } from '#libs/log/storage';
import { signerOfSeed } from '#libs/host/keys';
import {
  CompactRange,
  formatCheckpointBody,
  formatNote,
  formatVkey,
  noteKeyIdOf,
  KeyType,
  leafHash,
  noteSignature,
  signedBytes,
} from '#libs/core/tlog';

export const ORIGIN = 'foreign.example/log';
const signer = signerOfSeed(new Uint8Array(32).fill(7));
const { publicKey } = signer;

/** Pins the key of every GrowingLog. */
export const POLICY = `log ${formatVkey({ name: ORIGIN, type: KeyType.ed25519, publicKey })}\nquorum none\n`;

/** An entry of 0 to 63 bytes that follows from its index. */
export const entryAt = (index: number): Uint8Array =>
  new Uint8Array(
    createHash('sha512')
      .update(`entry ${index}`)
      .digest()
      .subarray(0, index % 64),
  );

/** A real log folder that grows as the anchor lets it grow: files, checkpoint, then the partial tiles that full ones replace go. */
export class GrowingLog {
  private edge = new TileEdge();
  private readonly storage: FileLogStorage;

  constructor(folder: string) {
    this.storage = new FileLogStorage(folder);
  }

  get size(): number {
    return this.edge.size;
  }

  /** @param stillAllowed what it throws is a crash at that place */
  async growTo(size: number, stillAllowed: () => void = () => undefined): Promise<void> {
    const entries = Array.from({ length: size - this.size }, (_, at) => entryAt(this.size + at));
    const { files, obsolete } = this.edge.grow(entries, entries.map(leafHash));
    await this.storage.writeAll(files, stillAllowed);
    await this.storage.replace({ path: 'checkpoint', bytes: this.checkpoint() }, stillAllowed);
    for (const folder of obsolete) await this.storage.remove(folder, stillAllowed);
  }

  /** After a crash: what was half done is dropped, and the log goes on from a size that its files hold. */
  async recoverFrom(size: number): Promise<void> {
    await this.storage.discardUnfinished();
    this.edge = new TileEdge();
    const entries = Array.from({ length: size }, (_, at) => entryAt(at));
    this.edge.grow(entries, entries.map(leafHash));
  }

  private checkpoint(): Uint8Array {
    const root = CompactRange.of(this.size, this.edge.frontier()).root();
    const text = formatCheckpointBody({ origin: ORIGIN, size: this.size, root });
    const keyId = noteKeyIdOf(ORIGIN, KeyType.ed25519, publicKey);
    const signature = noteSignature({ name: ORIGIN, keyId, signature: signer.sign(signedBytes(text)) });
    return new TextEncoder().encode(formatNote(text, [signature]));
  }
}
