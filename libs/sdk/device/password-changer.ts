import { createHash } from 'node:crypto';
import { bytesEqual, type SignedPasswordChange, signPasswordChange } from '#libs/core/wire';
import type { Signer } from '#libs/host/keys';
import type { Courier, Refusal } from './courier.js';
import { writeEnrolment } from './device-folder.js';
import type { PasswordOutcome } from './device-types.js';
import type { Passwords } from './passwords.js';
import type { DeviceSending } from './sending.js';

export interface PasswordChangerOptions {
  readonly folder: string;
  /** Device key. */
  readonly device: Uint8Array;
  readonly logOrigin: string;
  readonly passwords: Passwords;
  /** The key that the node knows as the device's; undefined while it may be another one soon. */
  readonly signer: () => Signer | undefined;
  readonly ask: DeviceSending['password'];
  readonly onAnswered: (outcome: Answered) => void;
  readonly onPostponed: (refusal: { readonly reason: string; readonly text: string }) => void;
  readonly onFailed: (error: Error) => void;
}

type Answered = Exclude<PasswordOutcome, { kind: 'unsettled' }>;

/** The change that is asked for at present. */
interface Asked {
  readonly signed: SignedPasswordChange;
  readonly password: string;
  readonly courier: Courier<'changed'>;
}

/**
 * Asks for the password that stands in the folder as the next one, until the node has answered for good: it is in the folder before it is
 * asked for, and the one before leaves the folder when the signed answer has come. So a device that is killed anywhere has one that opens.
 */
export class PasswordChanger {
  #asked: Asked | undefined;
  #over: Courier<'changed'>[] = [];
  #answered: Answered | undefined;
  #waiting: ((outcome: PasswordOutcome | undefined) => void)[] = [];
  #closed = false;

  constructor(private readonly options: PasswordChangerOptions) {}

  /** It may be time to ask: the device was opened, or an event on its keys has come to its end. */
  wake(): void {
    const { passwords, signer: signerNow, device, logOrigin, ask, onPostponed } = this.options;
    const { password: before, next } = passwords.enrolment;
    const signer = signerNow();
    if (this.#closed || this.#asked || !next || !signer || bytesEqual(signer.keyId, next.afterKey)) return;
    const change = { logOrigin, device, before: sha256(before), after: sha256(next.password) };
    const signed = signPasswordChange(change, signer);
    const courier = ask(signed, { onPostponed, onAnswer: (answer) => this.#conclude(answer) });
    this.#asked = { signed, password: next.password, courier };
  }

  /** Resolves when nothing is asked for any more: undefined where nothing was. */
  async settled(): Promise<PasswordOutcome | undefined> {
    if (!this.#asked || this.#closed) return this.#answered;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#over, ...(this.#asked ? [this.#asked.courier] : [])].map((courier) => courier.close()));
    this.#tell({ kind: 'unsettled', text: 'the device was closed before the answer came' });
  }

  #conclude(answer: 'changed' | Refusal): void {
    const { signed, password, courier } = this.#asked!;
    this.#asked = undefined;
    this.#over = [courier];
    try {
      const signer = this.options.signer();
      // Its key was exchanged while it was on the way.
      if (answer !== 'changed' && !(signer && bytesEqual(signer.keyId, signed.signerKeyId))) return this.wake();
      this.#keep(answer, password);
    } catch (error) {
      // Both passwords are still in the folder: the next start asks again and gets the same answer.
      this.options.onFailed(error as Error);
      this.#tell({ kind: 'unsettled', text: (error as Error).message });
    }
  }

  #keep(answer: 'changed' | Refusal, asked: string): void {
    const { folder, passwords, onAnswered } = this.options;
    const { next, ...enrolment } = passwords.enrolment;
    // A node that does not know the question any more may have granted it before: what let the device in is what the broker knows.
    const isNew = answer === 'changed' || passwords.letInBy === asked;
    // Where the operator has given another one meanwhile, that one counts.
    if (next?.password === asked)
      writeEnrolment(folder, { ...enrolment, password: isNew ? asked : enrolment.password });
    const outcome: Answered = isNew
      ? { kind: 'changed' }
      : { kind: 'kept', reason: (answer as Refusal).reason, text: (answer as Refusal).text };
    this.#answered = outcome;
    onAnswered(outcome);
    this.#tell(outcome);
  }

  #tell(outcome: PasswordOutcome): void {
    for (const resolve of this.#waiting.splice(0)) resolve(outcome);
  }
}

const sha256 = (password: string): Uint8Array => createHash('sha256').update(password).digest();
