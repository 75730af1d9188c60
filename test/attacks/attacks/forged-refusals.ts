import type { RejectedScan } from '#libs/core/wire';
import { type Alarm, type Attack, BAD_SIGNATURE_OF_REFUSAL, rejectedAs } from '../attack.js';
import type { Field } from '../arena/field.js';
import { forgedScan, refusedStatement } from '../forging/forged.js';
import { STREAM_WRITER } from '../forging/inject.js';
import { capturedScan } from '../forging/captured.js';

const refusalAttack = (
  name: string,
  who: string,
  refusalOf: (field: Field) => RejectedScan | Promise<RejectedScan>,
  alarm: Alarm = BAD_SIGNATURE_OF_REFUSAL,
): Attack => ({
  name,
  who,
  run: async (field) => {
    await field.attacker.inject(field.partition, field.attacker.seal({ rejected: [await refusalOf(field)] }));
    await field.taken();
    return { alarm };
  },
});

/** «Ingest refused this»: with a random signature over the counter that the honest device will use next, which it would burn. */
export const forgedRefusal = refusalAttack('forged-refusal', `${STREAM_WRITER}.`, ({ nextPlace, object }) =>
  refusedStatement(forgedScan(nextPlace(), object)),
);

/** The same at a counter that is logged: it would convict the device of having said two things. */
export const forgedRefusalOfLogged = refusalAttack('forged-refusal-of-logged', `${STREAM_WRITER}.`, async (field) => {
  const { device, keyId, boot, counter, previous } = (await capturedScan(field)).scan;
  return refusedStatement(forgedScan({ device, keyId, boot, counter, previous }, field.object));
});

/** A device's statement refused in the name of another one. */
export const refusalOfAnother = refusalAttack(
  'refusal-of-another',
  `${STREAM_WRITER}, and the key of some other enrolled device.`,
  async (field) => {
    const traitor = await field.accomplice();
    return refusedStatement(forgedScan(field.nextPlace(), field.object), { device: traitor.key, boot: traitor.boot });
  },
);

/** The honest device's own last statement, logged long ago, refused afterwards. */
export const refusalAfterwards = refusalAttack(
  'refusal-afterwards',
  `${STREAM_WRITER}, and has seen a scan of the device go by.`,
  async (field) => refusedStatement((await capturedScan(field)).scan),
  { kind: 'none' },
);

/** A refusal that says of itself that it is not final, with a forged statement. */
export const refusalNotFinal = refusalAttack(
  'forged-refusal-not-final',
  `${STREAM_WRITER}.`,
  ({ nextPlace, object }) => refusedStatement(forgedScan(nextPlace(), object), { final: false, reason: 'OVERLOADED' }),
  rejectedAs('OVERLOADED', 'SIGNATURE_INVALID'),
);
