import { bytesEqual } from '../../../libs/core/wire/bytes.js';
import {
  decodeEventBody,
  decodeLogEntry,
  decodeRotationTerms,
  EventKind,
  type LastStatement,
  objectsOfEvent,
  statementHash,
} from '../../../libs/core/wire/index.js';
import { anew, without } from './anew.js';
import type { Base, EventOfBase } from './base.js';
import { about, type AnyBody, eventIn, inPlaceOf, rotationOf, saying } from './event-change.js';
import type { Forgery, Lesser } from './forgery.js';

// Events by someone who may not say that, about someone else, or left out. The log is made anew around them, and cosigned.

function byOthers(base: Base): Forgery[] {
  return base.events.flatMap((one) => {
    const { body } = eventIn(base, one);
    const others = base.signers.filter((signer) => !one.signers.includes(signer));
    return others.map((signer) => inPlaceOf(base, one, `by key ${base.signers.indexOf(signer)}`, body, signer));
  });
}

/**
 * Who is a party, and what is called back, is for the operator to say: a description of another party, or a recall of another thing,
 * does nothing to a story.
 */
function aboutOthers(base: Base): Forgery[] {
  const trails = [...base.devices.map(({ key }) => key), base.devices[0]!.party.key, base.log.operator];
  return base.events.flatMap((one) => {
    const { kind, body } = eventIn(base, one);
    if (kind === EventKind.PARTY || kind === EventKind.RECALL) return [];
    const [own] = objectsOfEvent(kind, body);
    const others = trails.filter((key) => !bytesEqual(key, own!));
    return others.map((key) =>
      saying(base, one, `about trail ${trails.indexOf(key)}`, (said) => about(said, key, one.brings)),
    );
  });
}

/** Events that name a last statement, naming another. What is named must be in the evidence: of others nobody there knows. */
function otherLasts(base: Base): Forgery[] {
  const known = statementHashesIn(base);
  return base.events.flatMap((one) => {
    const { kind, body } = eventIn(base, one);
    const said = decodeEventBody(kind, body);
    const terms = 'rotation' in said ? decodeRotationTerms(said.rotation) : undefined;
    const { last } = (terms ?? said) as { readonly last?: LastStatement };
    if (!last?.statementHash || !known.has(hex(last.statementHash))) return [];
    const naming = (what: string, other: LastStatement): Forgery =>
      saying(base, one, what, (all) =>
        terms ? rotationOf({ ...terms, last: other }, one.brings!) : ({ ...all, last: other } as AnyBody),
      );
    return [
      naming('with another hash of the last statement', { ...last, statementHash: last.statementHash.toReversed() }),
      naming('with a lower counter as the last', { ...last, counter: last.counter - 1 }),
      naming('with nothing as the last', { boot: last.boot, counter: 0 }),
      naming('with the last statement of another boot', { ...last, boot: last.boot.toReversed() }),
    ];
  });
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function statementHashesIn({ log, indexes }: Base): Set<string> {
  const entries = indexes.map((index) => decodeLogEntry(log.entry(index).entry));
  return new Set(entries.flatMap((entry) => (entry.kind === 'scan' ? [hex(statementHash(entry.scan))] : [])));
}

/** Accusations that are none, by the key that may accuse. */
function falseAccusations(base: Base): Forgery[] {
  return base.events.flatMap((one) => {
    const { kind, body } = eventIn(base, one);
    if (kind !== EventKind.EQUIVOCATION) return [];
    const { first, second, reason } = decodeEventBody(kind, body);
    const other = reason === 'COUNTER_REUSED' ? 'PREVIOUS_MISMATCH' : 'COUNTER_REUSED';
    const accusing = (what: string, more: object): Forgery => saying(base, one, what, (all) => ({ ...all, ...more }));
    return [
      accusing('for another reason', { reason: other }),
      accusing('of the same statement twice', { second: first }),
      accusing('with one statement made up', { second: { ...second, headerHash: second.headerHash.toReversed() } }),
      accusing('with another signature', { second: { ...second, signature: second.signature.toReversed() } }),
    ];
  });
}

/** New keys that did not sign, and rotations that bring a key which is known. */
function otherNewKeys(base: Base): Forgery[] {
  return base.events.flatMap((one) => {
    if (!one.brings) return [];
    const { kind, body } = eventIn(base, one);
    if (kind !== EventKind.ROTATE) return [];
    const terms = decodeRotationTerms(decodeEventBody(kind, body).rotation);
    const { algorithm, publicKey } = one.signers[0]!;
    return [
      saying(base, one, 'that the new key did not sign', () => rotationOf(terms, base.signers.at(-1)!)),
      saying(base, one, 'to the same key', () => rotationOf({ ...terms, algorithm, publicKey }, one.signers[0]!)),
    ];
  });
}

const leftOut = (base: Base, { name, index }: EventOfBase): Forgery =>
  anew(base, `without ${name}`, without(base, index));

export const eventsForged = (base: Base): Forgery[] => [
  ...byOthers(base),
  ...aboutOthers(base),
  ...otherLasts(base),
  ...falseAccusations(base),
  ...otherNewKeys(base),
  ...base.events.filter(({ isNeeded }) => isNeeded).map((one) => leftOut(base, one)),
];

/** An accusation, a report or the end of a key left out alone, and all of them together. */
export function eventsLeftOut(base: Base): Lesser[] {
  const { notChecked } = base;
  const needless = base.events.filter(({ isNeeded }) => !isNeeded);
  const all = anew(base, 'without all of these', without(base, ...needless.map(({ index }) => index)));
  return [...needless.map((one) => leftOut(base, one)), all].map((one) => ({ ...one, notChecked }));
}
