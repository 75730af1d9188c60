import { encodeSignedEvent, type SignedEvent, type SubmittedEvent } from '#libs/core/wire';
import type { Signer } from '#libs/host/keys';
import type { Field } from '../arena/field.js';
import { type Attack, rejectedAs } from '../attack.js';
import { aSigner } from '../../kit/ledger/device.js';
import { noise } from './forged.js';
import { STREAM_WRITER } from './inject.js';

/** Somebody who signs nothing: random bytes under the id of somebody's key. */
export const impostor = (keyId: Uint8Array): Signer => ({ ...aSigner(), keyId, sign: noise });

export const submitted = (event: SignedEvent): SubmittedEvent => ({
  signedEvent: encodeSignedEvent(event),
  disclosures: [],
});

/** An attack that is one event in a sealed record. */
export const eventAttack = (
  name: string,
  partitionOf: (field: Field) => number,
  eventOf: (field: Field) => SubmittedEvent | Promise<SubmittedEvent>,
  reasons: readonly string[] = ['EVENT_SIGNATURE_INVALID'],
): Attack => ({
  name: `forged-event-${name}`,
  who: `${STREAM_WRITER}.`,
  run: async (field) => {
    const partition = partitionOf(field);
    await field.attacker.inject(partition, field.attacker.seal({ events: [await eventOf(field)] }));
    await field.takenIn(partition);
    return { alarm: rejectedAs(...reasons) };
  },
});
