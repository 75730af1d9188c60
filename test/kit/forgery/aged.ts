import { formatNote, noteKeyIdOf, KeyType, parseNote } from '#libs/core/tlog';
import type { Signer } from '#libs/host/keys';
import { encodeEvidence, parseEvidence } from '../../../libs/core/evidence/bundle.js';
import { EventKind } from '../../../libs/core/wire/index.js';
import { version1EvidenceOf } from '../core/evidence.js';
import { Fleet } from '../core/fleet.js';
import { aSigner, compromise, reset, retire, retireOfOperator, rotate, rotateOperator } from '../core/key-events.js';
import { MemoryLog, seedOf, START_MS } from '../core/memory-log.js';
import { p256SignerOf } from '../core/p256-signer.js';
import { quoted } from '../core/statements.js';
import { type Base, type EventOfBase, nestedPolicyOf, noteOf } from './base.js';
import { logLine } from './forgery.js';

const DAY_MS = 86_400_000;
const p256 = (name: string): Signer => p256SignerOf(seedOf(name));

/**
 * Nothing is wrong, and every key has another behind it: a P-256 key that is retired, with a late scan that is its last, and a new one by
 * the operator; a device that begins a boot by itself and rotates to the other algorithm; two operator keys, two receipt keys and a
 * log key that is being exchanged. A statement of the retired key was refused.
 */
export async function agedKeys(): Promise<Base> {
  const log = new MemoryLog('example.org/aged');
  const fleet = new Fleet(log);
  const party = fleet.party('Maker');
  const press = fleet.device('press', party, { signer: p256('press'), expiresMs: START_MS + DAY_MS });
  const clerk = fleet.device('clerk', party);
  const [pressFirst, clerkFirst, operatorFirst] = [press.signer, clerk.signer, log.operatorSigner];
  const [operatorSecond, receiptSecond, clerkSecond] = [aSigner('operator'), aSigner('receipt'), p256('clerk')];
  const events: EventOfBase[] = [];
  const note = (name: string, index: number, isNeeded: boolean, signers: readonly Signer[], brings?: Signer): number =>
    events.push({ name, index, isNeeded, signers, ...(brings && { brings }) });

  press.scan({ bizStep: 'commissioning', claims: { operatorBadge: 'B-17' } });
  const late = press.sign({ bizStep: 'storing' });
  const last = press.last();
  note('retirement', retire(press), false, [pressFirst, operatorFirst]);
  press.deliver(late);
  const stolen = press.sign();
  note('boot with a new key', reset(press, 'second', { key: p256('press second'), last }), true, [operatorFirst]);
  press.scan({ bizStep: 'picking' });
  clerk.scan();
  clerk.scan();
  note('boot of a device', reset(clerk, 'second'), true, [clerkFirst, operatorFirst]);
  clerk.scan();
  clerk.scan();
  note('rotation to the other algorithm', rotate(clerk, clerkSecond), true, [clerkFirst], clerkSecond);
  const ofAnother = clerk.scan({ subjects: ['https://id.gs1.org/01/09520001000010/21/Z9'] });
  const earlierSize = log.size;
  const earlier = noteOf(log.checkpoint());

  const ofOperator = { operator: log.operator, timeMs: START_MS };
  note('rotation of the operator', rotateOperator(log, operatorSecond), true, [operatorFirst], operatorSecond);
  log.operatorSigner = operatorSecond;
  note('retirement of an operator key', retireOfOperator(log, operatorFirst), false, [operatorSecond, operatorFirst]);
  const { algorithm, publicKey } = receiptSecond;
  const receiptKey = log.appendEvent(EventKind.RECEIPT_KEY, { ...ofOperator, algorithm, publicKey }, operatorSecond);
  note('receipt key', receiptKey, true, [operatorSecond]);
  const reported = { subject: log.operator, keyId: log.receiptSigner.keyId, timeMs: START_MS };
  const ofReceiptKey = log.appendEvent(EventKind.COMPROMISED, reported, operatorSecond);
  note('report of a receipt key', ofReceiptKey, false, [operatorSecond]);
  const refused = { statement: quoted(stolen), reason: 'KEY_NOT_ACTIVE', timeMs: START_MS };
  note('refusal', log.appendEvent(EventKind.REFUSED, refused, receiptSecond), false, [receiptSecond]);
  const ofPress = compromise(press, { keyId: pressFirst.keyId, sinceMs: START_MS + DAY_MS });
  note('report of a device key', ofPress, false, [operatorSecond]);
  const again = log.appendEvent(EventKind.PARTY, { party: party.key, timeMs: START_MS, claims: [] }, operatorSecond);
  note('party, described anew', again, false, [operatorSecond]);
  clerk.scan({ bizStep: 'inspecting' });
  log.fill(2);

  const logSecond = aSigner('log');
  const secondVkey = { ...log.vkey, publicKey: logSecond.publicKey };
  const vkeys = [log.vkey, { ...secondVkey, keyId: noteKeyIdOf(log.origin, KeyType.ed25519, logSecond.publicKey) }];
  const bundle = parseEvidence(await version1EvidenceOf(log, { tier: 'public' }));
  const { text, signatures } = parseNote(bundle.checkpoint);
  const ofLog = [...signatures, logLine(log.origin, logSecond, text)];
  return {
    name: 'keys that age',
    exit: 0,
    log,
    policy: nestedPolicyOf(log, { logs: vkeys.map((vkey) => ({ vkey })) }),
    evidence: encodeEvidence({ ...bundle, checkpoint: noteOf(formatNote(text, ofLog)) }),
    earlier,
    earlierSize,
    indexes: bundle.entries.map(({ logIndex }) => logIndex),
    foreign: [ofAnother],
    spareLines: linesOf(formatNote(text, ofLog)),
    events,
    devices: [press, clerk],
    signers: [
      operatorFirst,
      operatorSecond,
      log.receiptSigner,
      receiptSecond,
      log.logSigner,
      logSecond,
      pressFirst,
      press.signer,
      clerkFirst,
      clerkSecond,
      aSigner('nobody'),
    ],
    notChecked: ['LATER_ENTRIES', 'LATER_KEY_EVENTS'],
  };
}

const linesOf = (note: string): string[] => note.split('\n').filter((line) => line.startsWith('— '));
