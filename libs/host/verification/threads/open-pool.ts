import { availableParallelism } from 'node:os';
import type { SignatureVerifier } from '#libs/core/signatures';
import { KNOWN_ANSWERS, requireRight } from '../libraries/known-answers.js';
import type { LibraryName } from '../libraries/library.js';
import { threadProgram } from './program-file.js';
import { VerifierPool } from './verifier-pool.js';
import { VerifierThread } from './verifier-thread.js';

/** A thread starts in 0.1 s; on a machine that has far too much to do it may take seconds. */
const START_WITHIN_MS = 30_000;
/** A thread that says nothing for so long is ended, and its checks are verified by another. 256 checks take 13 to 30 ms. */
const ANSWER_WITHIN_MS = 10_000;
/** More than 8 verify faster than any one process can ask. */
const THREADS_MOST = 8;

export interface VerifierPoolOptions {
  /** What an operator should know, one sentence each: that the native module is missing (once), that a thread ended and why. */
  readonly warn: (sentence: string) => void;
  /** Half of the cores, at least 1 and at most 8. */
  readonly threads?: number;
  /** As of `NativeVerifier`: every key comes from the registry, and is not judged again. */
  readonly keysAreEnrolled?: boolean;
  readonly startWithinMs?: number;
  readonly answerWithinMs?: number;
  /** What the threads run. */
  readonly program?: URL;
}

/** A verifier on threads of its own. It never keeps the process alive but while somebody waits for verdicts. */
export interface PooledVerifier extends SignatureVerifier {
  /** What verifies Ed25519, by the newest thread. */
  readonly kind: LibraryName;
  /** Ends the threads; verdicts that are still awaited are rejected with CLOSED. */
  close(): Promise<void>;
}

/**
 * Starts the threads, and has them verify known signatures.
 *
 * `verifyAll` rejects with a VerificationError where the machine cannot verify: THREADS_END when three threads ended in the hands of
 * the same checks, or three could not be started; CLOSED. Checks must not be changed until their verdicts are there.
 *
 * @throws {VerificationError} THREADS_END, KNOWN_ANSWERS_WRONG.
 */
export async function openVerifierPool({
  warn,
  threads = Math.min(THREADS_MOST, Math.max(1, Math.floor(availableParallelism() / 2))),
  keysAreEnrolled = false,
  startWithinMs = START_WITHIN_MS,
  answerWithinMs = ANSWER_WITHIN_MS,
  program = threadProgram(),
}: VerifierPoolOptions): Promise<PooledVerifier> {
  let kind: LibraryName | undefined;
  const pool = new VerifierPool(
    threads,
    (owner) => new VerifierThread(program, { keysAreEnrolled }, { startWithinMs, answerWithinMs }, owner),
    {
      greeting({ library, whyNotNative }) {
        if (whyNotNative !== null && kind !== library)
          warn(
            `signatures are verified by ${library}, at half the speed: sodium-native cannot be used (${whyNotNative})`,
          );
        kind = library;
      },
      end: (reason) => warn(`a thread that verifies signatures ended, and another takes its place: ${reason}`),
    },
  );
  try {
    requireRight('a verifying thread', await pool.verifyAll(KNOWN_ANSWERS));
  } catch (error) {
    await pool.close();
    throw error;
  }
  return {
    verifyAll: (checks) => pool.verifyAll(checks),
    close: () => pool.close(),
    get kind() {
      return kind!;
    },
  };
}
