import { keyText, readEntry } from '#libs/core/entries';
import { KeyState, KeyStateError } from '#libs/core/keys';
import type { LoggedScan } from '#libs/core/wire';
import type { SignatureCheck, SignatureVerifier } from '#libs/core/signatures';
import { type Differences, short } from './findings.js';

/** Handed out at once: enough for every thread of the pool, and below a megabyte. */
const CHECKS_AT_ONCE = 1_024;
/** Groups under way: one that is worked on while the next one is gathered. */
const GROUPS_MAX = 2;

interface Waiting {
  readonly logIndex: number;
  readonly check: SignatureCheck;
}

/** Checks the signatures of each entry by the keys that may sign it at its place in the log, on the threads of the verifier. */
export class SignatureChecks {
  private readonly keys: KeyState;
  private waiting: Waiting[] = [];
  private readonly underWay: Promise<void>[] = [];

  constructor(
    origin: string,
    private readonly verifier: SignatureVerifier,
    private readonly differences: Differences,
  ) {
    this.keys = new KeyState(origin);
  }

  /** @param message what the device signed. That a late scan chains into the last statement of its key is for the chain check. */
  addScan(logIndex: number, scan: LoggedScan, message: Uint8Array): void {
    const signer = this.attempt(() => this.keys.signerOfScan({ scan, device: keyText(scan.device), logIndex }));
    if (!signer) return;
    const { algorithm, publicKey } = signer.key;
    this.waiting.push({ logIndex, check: { algorithm, publicKey, message, signature: scan.signature } });
  }

  addEvent(logIndex: number, entry: Uint8Array): void {
    const checks = this.attempt(() => {
      // A copy: the keys in it are kept, and with them would be all that came from the socket with the entry.
      const read = readEntry({ logIndex, entry: new Uint8Array(entry), uris: [], disclosures: [] });
      return read.kind === 'event' ? this.keys.apply(read) : [];
    });
    for (const check of checks ?? []) this.waiting.push({ logIndex, check });
  }

  /** Waits until there is room for more. */
  async makeRoom(): Promise<void> {
    while (this.waiting.length >= CHECKS_AT_ONCE) {
      if (this.underWay.length >= GROUPS_MAX) await this.underWay.shift();
      this.underWay.push(this.verify(this.waiting.splice(0, CHECKS_AT_ONCE)));
    }
  }

  /** Waits until all are checked. */
  async finish(): Promise<void> {
    await Promise.all(this.underWay.splice(0));
    await this.verify(this.waiting.splice(0));
  }

  private async verify(group: readonly Waiting[]): Promise<void> {
    const verdicts = await this.verifier.verifyAll(group.map(({ check }) => check));
    for (const [at, isGood] of verdicts.entries()) {
      const { logIndex, check } = group[at]!;
      if (!isGood)
        this.differences.add(
          'SIGNATURE',
          `entry ${logIndex} is not signed by ${short(check.publicKey)}, whose signature it needs there`,
        );
    }
  }

  private attempt<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof KeyStateError)) throw error;
      this.differences.add('SIGNATURE', (error as Error).message);
      return undefined;
    }
  }
}
