import { encodeEvidence, parseEvidence } from '../../../libs/core/evidence/bundle.js';
import { EventKind, objectKey, partyKey, type RecallBody } from '../../../libs/core/wire/index.js';
import { version1EvidenceOf } from '../core/evidence.js';
import { Fleet, ITEM } from '../core/fleet.js';
import { aSigner } from '../core/key-events.js';
import { MemoryLog, seedOf, START_MS } from '../core/memory-log.js';
import { quoted, resigned, type Signed } from '../core/statements.js';
import { type Base, type EventOfBase, nestedPolicyOf, noteOf } from './base.js';

/**
 * A device that contradicts itself in every way: a counter used twice and a misfit, which the log calls by their names, and a counter
 * that was refused and logged with other bytes, which it does not. A scan between was refused. At last the item is called back.
 */
export async function contradictedDevice(): Promise<Base> {
  const log = new MemoryLog('example.org/contradicted');
  const fleet = new Fleet(log);
  const maker = fleet.partyWithDevice('Maker');
  const clerk = fleet.device('clerk', maker.party);
  const receipts = [log.receiptSigner];
  const events: EventOfBase[] = [];
  const accuse = (name: string, reason: string, one: Signed, other: Signed): number => {
    const body = { first: quoted(one), second: quoted(other), timeMs: START_MS, reason };
    const index = log.appendEvent(EventKind.EQUIVOCATION, body, log.receiptSigner);
    return events.push({ name, index, signers: receipts, isNeeded: false });
  };
  const refuse = (name: string, one: Signed): number => {
    const body = { statement: quoted(one), reason: 'TIME_TOO_EARLY', timeMs: START_MS };
    const index = log.appendEvent(EventKind.REFUSED, body, log.receiptSigner);
    return events.push({ name, index, signers: receipts, isNeeded: false });
  };

  maker.scan({ bizStep: 'commissioning', claims: { operatorBadge: 'B-17' } });
  const second = maker.sign({ bizStep: 'storing' });
  maker.deliver(second);
  accuse('counter used twice', 'COUNTER_REUSED', second, resigned(maker, second, { header: later(second) }));
  clerk.scan();
  const lost = maker.sign({ bizStep: 'picking' });
  refuse('refusal of a scan between', lost);
  const earlierSize = log.size;
  const earlier = noteOf(log.checkpoint());
  const fourth = maker.sign({ bizStep: 'inspecting' });
  maker.deliver(fourth);
  accuse('misfit', 'PREVIOUS_MISMATCH', lost, resigned(maker, fourth, { previous: seedOf('elsewhere') }));
  const fifth = maker.sign({ bizStep: 'shipping' });
  refuse('refusal of what was logged with other bytes', resigned(maker, fifth, { header: later(fifth) }));
  maker.deliver(fifth);
  const ofAnother = maker.scan({ subjects: ['https://id.gs1.org/01/09520001000010/21/Z9'] });
  const recall = {
    party: partyKey('9520000000004'),
    timeMs: START_MS,
    claims: [],
    objects: [objectKey(ITEM)],
    status: 1,
  };
  const recalled = log.appendEvent(EventKind.RECALL, recall as RecallBody, log.operatorSigner);
  events.push({ name: 'recall', index: recalled, signers: [log.operatorSigner], isNeeded: false });
  log.fill(2);

  const bundle = parseEvidence(await version1EvidenceOf(log, { tier: 'public' }));
  return {
    name: 'contradictions',
    exit: 10,
    log,
    policy: nestedPolicyOf(log),
    evidence: encodeEvidence({ ...bundle, checkpoint: noteOf(bundle.checkpoint) }),
    earlier,
    earlierSize,
    indexes: bundle.entries.map(({ logIndex }) => logIndex),
    foreign: [ofAnother],
    spareLines: [],
    events,
    devices: [maker, clerk],
    signers: [log.operatorSigner, log.receiptSigner, log.logSigner, maker.signer, clerk.signer, aSigner('nobody')],
    notChecked: ['LATER_ENTRIES', 'LATER_KEY_EVENTS'],
  };
}

/** Other bytes of the same length; what a verifier sees of them is their hash. */
const later = ({ header }: Signed): Uint8Array => header.map((byte, at) => (at === 1 ? byte ^ 1 : byte));
