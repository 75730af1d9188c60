import { parseNote } from '#libs/tlog';
import { sharedProof } from '../../evidence/shared-proof.js';
import { bundleOf } from '../support/evidence.js';
import { MemoryLog } from '../support/memory-log.js';
import {
  decodeLogEntry,
  decodeScanHeader,
  encodeLogEntry,
  encodeScanHeader,
  type LogEvent,
  type LoggedScan,
} from '../../wire/index.js';
import { type EvidenceBundle, parseEvidence } from '../../evidence/bundle.js';
import { aCosignature, aWitness } from '../support/witness.js';
import { type Base, noteOf, policyOf, WITNESSES } from './base.js';
import type { Forgery } from './forgery.js';

// Bundles by someone who has the whole log and makes every proof anew: a server between a buyer and an honest log, or the operator, who
// also makes the log anew. Witnesses cosign what they are shown, as long as it is one history.

/** Some entries of the log under its cosigned checkpoint. Shows all claims. */
export function anew(
  base: Base,
  name: string,
  indexes: readonly number[],
  more: Partial<EvidenceBundle> = {},
): Forgery {
  const { chains } = parseEvidence(base.evidence);
  const { log, policy } = base;
  const evidence = bundleOf(log, indexes, { chains, checkpoint: noteOf(log.checkpoint()), ...more });
  return { name: `${base.name}: with a new proof, ${name}`, policy, evidence };
}

export const without = ({ indexes }: Base, ...left: readonly number[]): number[] =>
  indexes.filter((index) => !left.includes(index));

/** Whose signatures, or whose place in the story, need it. */
function neededLeftOut(base: Base): Forgery[] {
  const { told } = base;
  const needed = [
    ...[0, 2, 3, 4, 5].map((index) => [`entry ${index}`, index] as const),
    ...(['rotated', 'operatorRotated', 'reset', 'late', 'packed', 'loaded'] as const).map(
      (one) => [one, told[one]] as const,
    ),
  ];
  return [
    ...needed.map(([name, index]) => anew(base, `without ${name}`, without(base, index))),
    ...needed.slice(1).map(([name, index]) => anew(base, `without the operator and ${name}`, without(base, 0, index))),
    anew(base, 'without a chain', base.indexes, { chains: [] }),
    anew(base, 'without the rotation and all that its key signed, with the chain', without(base, ...ofSecondKey(base))),
    anew(
      base,
      'without any key event',
      base.indexes.filter(
        (index) => base.log.trail(base.log.operator).every((entry) => entry.logIndex !== index) && index > 5,
      ),
    ),
  ];
}

export const ofSecondKey = ({ told, indexes }: Base): number[] =>
  indexes.filter((index) => index === told.rotated || index > told.late);

function foreignAdded(base: Base): Forgery[] {
  const { indexes, beforeSpan, afterSpan, foreign, strangers } = base;
  const added: [string, readonly number[]][] = [
    ['a scan of the pallet before the item was on it', [beforeSpan]],
    ['a scan of the pallet after the item was off it', [afterSpan]],
    ['both', [beforeSpan, afterSpan]],
    ['a scan of another object', [foreign]],
    ['a party that it never came to', [strangers[0]]],
    ['a device that never saw it', [strangers[1]]],
    ['party and device of a stranger', strangers],
  ];
  return added.map(([name, more]) => anew(base, `and ${name}`, [...indexes, ...more]));
}

function proofsOfOthers(base: Base): Forgery[] {
  const { log, indexes } = base;
  const { size } = log;
  const other = new MemoryLog(log.origin, { timeMs: 1 });
  other.fill(size - other.size);
  const of = (name: string, at: readonly number[], { hashAt }: MemoryLog = log, ofSize = size): Forgery =>
    anew(base, `but ${name}`, indexes, { proof: sharedProof({ size: ofSize, indexes: at }, hashAt) });
  return [
    of('of one entry less', indexes.slice(0, -1)),
    of('of one entry alone', indexes.slice(-1)),
    of(
      'of another entry',
      [...without(base, base.told.reset), base.afterSpan].sort((one, other) => one - other),
    ),
    of(
      'of all entries one further',
      indexes.map((index) => index + 1),
    ),
    of('of one entry more', [...indexes, size - 1]),
    of('of another log', indexes, other),
  ];
}

/** The log made anew, with the same keys, and cosigned. */
function logAnew(
  base: Base,
  name: string,
  entries: readonly Uint8Array[],
  by = [WITNESSES[0]!, WITNESSES[1]!],
): Forgery {
  const log = new MemoryLog(base.log.origin);
  for (const entry of entries.slice(log.size)) log.append(entry);
  const { chains } = parseEvidence(base.evidence);
  const strange = new Set(
    [base.beforeSpan, base.afterSpan, base.foreign, ...base.strangers].map((index) => base.log.entry(index)?.entry),
  );
  const all = Array.from({ length: log.size }, (_, at) => at).filter(
    (at) => !strange.has(entries[at]!) && kept(base, entries[at]!),
  );
  const note = log.checkpoint();
  const checkpoint = noteOf(
    note,
    by.map((witness) => aCosignature(witness, parseNote(note).text)),
  );
  const evidence = bundleOf(log, all, { chains, checkpoint });
  return { name: `${base.name}: the log made anew, ${name}`, policy: policyOf(log), evidence };
}

/** Whether it is in the evidence of the base, or was made from an entry that is. */
const made = new WeakSet<Uint8Array>();
const kept = ({ indexes, log }: Base, entry: Uint8Array): boolean =>
  made.has(entry) || indexes.some((index) => log.entry(index).entry === entry);

function entriesOf({ log, indexes, beforeSpan, afterSpan, foreign, strangers }: Base): Uint8Array[] {
  const all = [...indexes, beforeSpan, afterSpan, foreign, ...strangers].sort((one, other) => one - other);
  return all.map((index) => log.entry(index).entry);
}

const flipped = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === 0 ? byte ^ 1 : byte));

/** The same entry with another signature, or with something else that it signs: the time of a scan, the signer of an event. */
function altered(entry: Uint8Array, what: 'signature' | 'content'): Uint8Array {
  const decoded = decodeLogEntry(entry);
  const changed = decoded.kind === 'scan' ? alteredScan(decoded.scan, what) : alteredEvent(decoded.event, what);
  made.add(changed);
  return changed;
}

function alteredScan(scan: LoggedScan, what: 'signature' | 'content'): Uint8Array {
  if (what === 'signature')
    return encodeLogEntry({ kind: 'scan', scan: { ...scan, signature: flipped(scan.signature) } });
  const header = decodeScanHeader(scan.header);
  const later = encodeScanHeader({ ...header, eventTimeMs: header.eventTimeMs + 1 });
  return encodeLogEntry({ kind: 'scan', scan: { ...scan, header: later } });
}

function alteredEvent(event: LogEvent, what: 'signature' | 'content'): Uint8Array {
  const field = what === 'signature' ? 'signature' : 'signerKeyId';
  return encodeLogEntry({ kind: 'event', event: { ...event, [field]: flipped(event[field]) } });
}

function logsAnew(base: Base): Forgery[] {
  const entries = entriesOf(base);
  const names = base.indexes.filter((index) => index > 1);
  const put = (name: string, change: (all: Uint8Array[]) => unknown): Forgery => {
    const all = [...entries];
    change(all);
    return logAnew(base, name, all);
  };
  return names.flatMap((index) => {
    const entry = base.log.entry(index).entry;
    const at = entries.indexOf(entry);
    const isScan = decodeLogEntry(entry).kind === 'scan';
    return [
      put(`entry ${index} with another signature`, (all) => (all[at] = altered(entry, 'signature'))),
      put(`entry ${index} with other content`, (all) => (all[at] = altered(entry, 'content'))),
      ...(isScan
        ? [
            put(`scan ${index} logged twice`, (all) => all.push(entry)),
            put(`scan ${index} before all devices`, (all) => all.splice(2, 0, ...all.splice(at, 1))),
          ]
        : []),
    ];
  });
}

/** Another history by the key of the log, of which too few witnesses say that they have seen it. */
function unseenHistory(base: Base): Forgery[] {
  const entries = entriesOf(base).filter((entry) => entry !== base.log.entry(base.told.unpacked).entry);
  return [
    logAnew(base, 'without an entry, and no witness has seen it', entries, []),
    logAnew(base, 'without an entry, and one witness has seen it', entries, [WITNESSES[0]!]),
    logAnew(base, 'without an entry, and strangers have seen it', entries, [aWitness('stranger'), aWitness('other')]),
  ];
}

/** Nothing is wrong with them: so what is wrong with the others is what their names say. */
export const controls = (base: Base): Forgery[] => [
  { name: `${base.name}: as it is`, policy: base.policy, evidence: base.evidence },
  anew(base, 'of all that there is', base.indexes),
  logAnew(base, 'as it was', entriesOf(base)),
];

export const madeAnew = (base: Base): Forgery[] => [
  ...neededLeftOut(base),
  ...foreignAdded(base),
  ...proofsOfOthers(base),
  ...logsAnew(base),
  ...unseenHistory(base),
];
