import {
  bytesEqual,
  decodeSignedEvent,
  eventHash,
  passwordChangeHash,
  type SignedPasswordChange,
} from '#libs/core/wire';
import type { LoggedEvent } from './courier.js';
import type { JudgedMessage } from './device-message.js';

/** Finds the receipt of one event. @param signed SignedEvent */
export function eventReceiptIn(signed: Uint8Array): (judged: JudgedMessage) => LoggedEvent | undefined {
  const { kind, body } = decodeSignedEvent(signed);
  const hash = eventHash(kind, body);
  return (judged) => {
    if (judged.kind !== 'event receipt' || !bytesEqual(judged.body.eventHash, hash)) return undefined;
    const { logIndex, timeMs } = judged.body;
    return { kind: 'logged', logIndex, timeMs };
  };
}

/** Finds the receipt of one change of the password. */
export function passwordReceiptIn({ body }: SignedPasswordChange): (judged: JudgedMessage) => 'changed' | undefined {
  const hash = passwordChangeHash(body);
  return (judged) =>
    judged.kind === 'password receipt' && bytesEqual(judged.body.changeHash, hash) ? 'changed' : undefined;
}
