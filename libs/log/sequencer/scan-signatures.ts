import type { KnownKey } from '#libs/core/keys';
import { statementBytes } from '#libs/core/wire';
import type { SignatureCheck, SignatureVerifier } from '#libs/core/signatures';
import { LedgerError } from '#libs/log/ledger';
import type { RefusedStatement } from './refused-statement.js';
import { type ScanView, statementOfView } from './scan-view.js';

/** A scan, and the key of its device that it names. */
export interface KeyedScan {
  readonly view: ScanView;
  readonly key: KnownKey;
}

export interface KeyedStatement {
  readonly refused: RefusedStatement;
  readonly key: KnownKey;
}

/**
 * Verifies what the sequencer is about to log. Nothing that came by the stream is taken at its word: whoever holds the key of its
 * MAC could else write history.
 */
export class ScanSignatures {
  constructor(private readonly verifier: SignatureVerifier) {}

  /**
   * Gives each scan its verdict, unless it has one by this key.
   * @throws what makes the verifier fail; then nothing is known of them.
   */
  async verify(scans: readonly KeyedScan[]): Promise<void> {
    const open = scans.filter(({ view, key }) => !isJudged(view, key));
    if (open.length === 0) return;
    const verdicts = await this.verifier.verifyAll(open.map(checkOf));
    for (const [index, { view, key }] of open.entries())
      view.verdict = { publicKey: key.publicKey, isValid: verdicts[index] === true };
  }

  /** @returns for each statement that ingest refused whether its device has signed it. @throws as `verify`. */
  async verifyRefused(statements: readonly KeyedStatement[]): Promise<boolean[]> {
    if (statements.length === 0) return [];
    const verdicts = await this.verifier.verifyAll(
      statements.map(({ refused: { statement }, key: { algorithm, publicKey } }) => {
        return { algorithm, publicKey, message: statementBytes(statement), signature: statement.signature };
      }),
    );
    return statements.map((_, index) => verdicts[index] === true);
  }
}

/** @throws {LedgerError} SIGNATURE_UNVERIFIED where the scan was not verified by this key: that is no verdict on it. */
export function isSignedBy(view: ScanView, key: KnownKey): boolean {
  if (!isJudged(view, key))
    throw new LedgerError('SIGNATURE_UNVERIFIED', `scan ${view.counter} came to its place without a verdict`);
  return view.verdict!.isValid;
}

const isJudged = ({ verdict }: ScanView, { publicKey }: KnownKey): boolean =>
  verdict !== null && (verdict.publicKey === publicKey || Buffer.compare(verdict.publicKey, publicKey) === 0);

function checkOf({ view, key: { algorithm, publicKey } }: KeyedScan): SignatureCheck {
  const { bytes, signatureAt } = view;
  return {
    algorithm,
    publicKey,
    message: statementOfView(view),
    signature: bytes.subarray(signatureAt, signatureAt + 64),
  };
}
