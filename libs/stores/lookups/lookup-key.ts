import { readFile } from 'node:fs/promises';
import { parseStreamKey } from '#libs/host/keys';

/**
 * The key under which look-ups are sealed. Anchor derives it from the stream key and leaves it in a file of its own, so that this
 * process never needs the key of the scans.
 */
export class LookupKey {
  private key: Promise<Uint8Array> | undefined;

  constructor(private readonly file: string) {}

  /** Read once; again while it could not be read, for at the first start of a node anchor makes it. */
  read(): Promise<Uint8Array> {
    return (this.key ??= this.load());
  }

  private async load(): Promise<Uint8Array> {
    try {
      return parseStreamKey(await readFile(this.file, 'utf8'));
    } catch (cause) {
      this.key = undefined;
      throw new Error(`look-ups cannot be sealed: ${this.file} cannot be read; anchor writes it at its start`, {
        cause,
      });
    }
  }
}
