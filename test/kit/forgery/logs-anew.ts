import { parseNote } from '#libs/core/tlog';
import { bundleOf } from '../core/evidence.js';
import { MemoryLog } from '../core/memory-log.js';
import {
  decodeLogEntry,
  decodeScanHeader,
  encodeLogEntry,
  encodeScanHeader,
  type LogEntry,
  type LoggedScan,
  type SignedEvent,
  statementBytes,
} from '../../../libs/core/wire/index.js';
import { bytesEqual } from '../../../libs/core/wire/bytes.js';
import { parseEvidence } from '../../../libs/core/evidence/bundle.js';
import { aCosignature, aWitness } from '../core/witness.js';
import { type Base, noteOf, WITNESSES } from './base.js';
import type { Forgery } from './forgery.js';

// Logs that the operator made anew with the same keys. Witnesses cosign what they are shown, as long as it is one history.

/** The log made anew, with the same keys, and cosigned. */
export function logAnew(
  base: Base,
  name: string,
  entries: readonly Uint8Array[],
  by = [WITNESSES[0]!, WITNESSES[1]!],
): Forgery {
  const log = new MemoryLog(base.log.origin);
  for (const entry of entries.slice(log.size)) log.append(entry);
  const { chains } = parseEvidence(base.evidence);
  const strange = new Set(base.foreign.map((index) => base.log.entry(index).entry));
  const all = Array.from({ length: log.size }, (_, at) => at).filter(
    (at) => !strange.has(entries[at]!) && kept(base, entries[at]!),
  );
  const note = log.checkpoint();
  const checkpoint = noteOf(
    note,
    by.map((witness) => aCosignature(witness, parseNote(note).text)),
  );
  const evidence = bundleOf(log, all, { chains, checkpoint });
  return { name: `${base.name}: the log made anew, ${name}`, policy: base.policy, evidence };
}

/** Whether it is in the evidence of the base, or was made in the place of an entry that is. */
const made = new WeakSet<Uint8Array>();
export function inItsPlace(entry: LogEntry): Uint8Array {
  const bytes = encodeLogEntry(entry);
  made.add(bytes);
  return bytes;
}
const kept = ({ indexes, log }: Base, entry: Uint8Array): boolean =>
  made.has(entry) || indexes.some((index) => log.entry(index).entry === entry);

export function entriesOf({ log, indexes, foreign }: Base): Uint8Array[] {
  const all = [...indexes, ...foreign].sort((one, other) => one - other);
  return all.map((index) => log.entry(index).entry);
}

const flipped = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === 0 ? byte ^ 1 : byte));

/** The same entry with another signature, or with something else that it signs: the time of a scan, the signer of an event. */
function altered(entry: Uint8Array, what: 'signature' | 'content'): Uint8Array {
  const decoded = decodeLogEntry(entry);
  return decoded.kind === 'scan' ? alteredScan(decoded.scan, what) : alteredEvent(decoded.event, what);
}

function alteredScan(scan: LoggedScan, what: 'signature' | 'content'): Uint8Array {
  if (what === 'signature') return inItsPlace({ kind: 'scan', scan: { ...scan, signature: flipped(scan.signature) } });
  const header = decodeScanHeader(scan.header);
  const later = encodeScanHeader({ ...header, eventTimeMs: header.eventTimeMs + 1 });
  return inItsPlace({ kind: 'scan', scan: { ...scan, header: later } });
}

function alteredEvent(event: SignedEvent, what: 'signature' | 'content'): Uint8Array {
  const field = what === 'signature' ? 'signature' : 'signerKeyId';
  return inItsPlace({ kind: 'event', event: { ...event, [field]: flipped(event[field]) } });
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

/** Another statement of the same counter, logged as if nothing were wrong with it. */
function twinsLogged(base: Base): Forgery[] {
  const entries = entriesOf(base);
  return base.indexes.flatMap((index) => {
    const entry = decodeLogEntry(base.log.entry(index).entry);
    const signer = entry.kind === 'scan' && base.signers.find(({ keyId }) => bytesEqual(keyId, entry.scan.keyId));
    if (entry.kind !== 'scan' || !signer) return [];
    const header = decodeScanHeader(entry.scan.header);
    const twin = { ...entry.scan, header: encodeScanHeader({ ...header, eventTimeMs: header.eventTimeMs + 1 }) };
    const scan = { ...twin, signature: signer.sign(statementBytes(twin)) };
    return [
      logAnew(base, `the counter of entry ${index} used twice`, [...entries, inItsPlace({ kind: 'scan', scan })]),
    ];
  });
}

/** Another history by the key of the log, of which too few witnesses say that they have seen it. */
function unseenHistory(base: Base): Forgery[] {
  const entries = entriesOf(base).filter((entry) => entry !== base.log.entry(base.indexes.at(-1)!).entry);
  return [
    logAnew(base, 'without an entry, and no witness has seen it', entries, []),
    logAnew(base, 'without an entry, and one witness has seen it', entries, [WITNESSES[0]!]),
    logAnew(base, 'without an entry, and strangers have seen it', entries, [aWitness('stranger'), aWitness('other')]),
  ];
}

export const logAsItWas = (base: Base): Forgery => logAnew(base, 'as it was', entriesOf(base));

export const logsMadeAnew = (base: Base): Forgery[] => [
  ...logsAnew(base),
  ...twinsLogged(base),
  ...unseenHistory(base),
];
