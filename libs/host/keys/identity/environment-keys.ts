import { type Signer } from '../signing/signer.js';
import { signerOfText } from '../signing/key-text.js';
import { parseStreamKey } from '../signing/stream-key.js';

/** The variables that may hold the keys of a node in the place of files. All PKCS#8 in PEM or base64 of its DER, but the stream key: 64 hex digits. */
export const KEY_VARIABLES = {
  log: 'CAIRN_LOG_KEY',
  nextLog: 'CAIRN_LOG_NEXT_KEY',
  operator: 'CAIRN_OPERATOR_KEY',
  nextOperator: 'CAIRN_OPERATOR_NEXT_KEY',
  receipt: 'CAIRN_RECEIPT_KEY',
  stream: 'CAIRN_STREAM_KEY',
} as const;

export type KeyPurpose = keyof typeof KEY_VARIABLES;
/** Keys that sign. */
export type SigningPurpose = Exclude<KeyPurpose, 'stream'>;

/**
 * Keys that came in the environment. They are taken out of it at once, so that no child process inherits them and nothing that shows
 * an environment shows them; this object shows nothing of them either.
 */
export class EnvironmentKeys {
  /** Of a process that was given none. */
  static readonly none = new EnvironmentKeys(new Map());
  readonly #texts: ReadonlyMap<KeyPurpose, string>;

  private constructor(texts: ReadonlyMap<KeyPurpose, string>) {
    this.#texts = texts;
  }

  /** @param environment usually `process.env`: the variables are gone from it when this returns. Empty ones count as not set. */
  static take(environment: Record<string, string | undefined>): EnvironmentKeys {
    const texts = new Map<KeyPurpose, string>();
    for (const [purpose, variable] of Object.entries(KEY_VARIABLES) as [KeyPurpose, string][]) {
      const text = environment[variable];
      delete environment[variable];
      if (text !== undefined && text !== '') texts.set(purpose, text);
    }
    return texts.size === 0 ? EnvironmentKeys.none : new EnvironmentKeys(texts);
  }

  has(purpose: KeyPurpose): boolean {
    return this.#texts.has(purpose);
  }

  /** @returns null where the variable was not set. @throws {KeyFileError} KEY_FILE_UNREADABLE, naming the variable and not its value. */
  signer(purpose: SigningPurpose): Signer | null {
    const text = this.#texts.get(purpose);
    return text === undefined ? null : signerOfText(text, KEY_VARIABLES[purpose]);
  }

  /** @returns 32 bytes, null where the variable was not set. @throws {KeyFileError} KEY_FILE_UNREADABLE, without the value. */
  streamKey(): Uint8Array | null {
    const text = this.#texts.get('stream');
    return text === undefined ? null : parseStreamKey(text);
  }

  /** The variables for a child process that works with these keys. */
  handOver(...purposes: readonly KeyPurpose[]): Record<string, string> {
    return Object.fromEntries(
      purposes.flatMap((purpose) => {
        const text = this.#texts.get(purpose);
        return text === undefined ? [] : [[KEY_VARIABLES[purpose], text]];
      }),
    );
  }
}
