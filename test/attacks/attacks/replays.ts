import { type Attack, HARMLESS, SET_ASIDE } from '../attack.js';
import { capturedScan } from '../forging/captured.js';
import { whileAnchorIsStopped } from '../forging/stream-table.js';
import type { Field } from '../arena/field.js';

const WHO = 'Whoever may read and write the stream and has no key.';
const other = ({ partition, attacker }: Field): number => (partition + 1) % attacker.partitions;

/** An honest, sealed record under another partition, where nothing keeps its order. */
export const replayElsewhere: Attack = {
  name: 'replay-under-another-partition',
  who: WHO,
  // The stream of the embedded profile has one partition.
  profiles: ['distributed'],
  run: async (field) => {
    const { record } = await capturedScan(field);
    await field.attacker.inject(other(field), record.value);
    // In that partition another bystander scans on.
    await field.takenIn(other(field));
    return { alarm: SET_ASIDE };
  },
};

/** The same before the anchor has seen the original: whichever comes first, the device gets one place and one receipt. */
export const replayAhead: Attack = {
  name: 'replay-ahead-under-another-partition',
  who: 'Whoever may read and write the stream while the anchor is slow, and has no key.',
  profiles: ['distributed'],
  run: async (field) => {
    await whileAnchorIsStopped(field, async () => {
      const counter = await field.victim.store();
      const { record } = await capturedScan(field, counter);
      await field.attacker.inject(other(field), record.value);
    });
    await field.takenIn(other(field));
    return { alarm: SET_ASIDE };
  },
};

/** An honest record again and again under its own partition: receipts are given again, and nothing is logged twice. */
export const replayTwice: Attack = {
  name: 'replay-twice',
  who: WHO,
  run: async (field) => {
    const { record } = await capturedScan(field);
    await field.attacker.inject(field.partition, record.value, record.value);
    await field.taken();
    return { alarm: HARMLESS };
  },
};

/** The operator's enrolment of devices under a partition that is neither the operator's nor theirs. */
export const replayOfEnrolment: Attack = {
  name: 'replay-of-an-enrolment',
  who: WHO,
  profiles: ['distributed'],
  run: async (field) => {
    const { attacker } = field;
    const record = await attacker.caught((one) => attacker.contents(one).events.length > 0);
    const away = field.partition === 0 ? other(field) : field.partition;
    await attacker.inject(away, record.value);
    await field.takenIn(away);
    return { alarm: SET_ASIDE };
  },
};

/** Everything that came so far once more, in the order of its coming. */
export const replayOfAll: Attack = {
  name: 'replay-of-all',
  who: WHO,
  run: async (field) => {
    const { attacker } = field;
    await attacker.stream.append('scans', attacker.tapped.slice());
    await field.taken();
    return { alarm: { kind: 'none' } };
  },
};
