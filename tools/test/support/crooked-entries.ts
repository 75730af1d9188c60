import { signerOfSeed } from '#libs/host/keys';
import {
  commitment,
  encodeEventBody,
  encodeRotationTerms,
  EventKind,
  objectKey,
  objectsOfEvent,
  statementBytes,
  statementHash,
  type SupportedEventKind,
  writeSeenCheckpoint,
} from '#libs/core/wire';
import { leafHash, nodeHash, sha256 } from '#libs/core/tlog';
import { encodeEvidence } from '../../../libs/core/evidence/bundle.js';
import { sharedProof } from '../../../libs/core/evidence/shared-proof.js';
import { eventKindName } from '../../../libs/core/wire/index.js';
import { bundleOf } from '../../../test/kit/core/evidence.js';
import { aScan, Fleet, ITEM, type ScanInput } from '../../../test/kit/core/fleet.js';
import { MemoryLog, seedOf } from '../../../test/kit/core/memory-log.js';
import { len, num, raw } from '../../../test/kit/wire/raw.js';
import type { Case } from '../../../test/kit/python.js';
import type { Random } from './random.js';

const PARENT = 'https://example.org/unit/0';

/** Bytes that a log might hold although it never should: to be refused by all, or by none. */
export class CrookedLog {
  private readonly fleet = new Fleet(new MemoryLog('crooked.example/log'));
  private readonly log = this.fleet.log;
  private readonly device = this.fleet.device('crooked', this.fleet.party('Crooked'));
  private readonly indexes: number[] = [];

  constructor(private readonly random: Random) {}

  /** A well-formed entry with changed bytes. */
  addEntry(): void {
    this.logScan(this.aHeader(), (entry) => this.changed(entry));
  }

  /** A header that is signed although it is none. */
  addHeader(): void {
    this.logScan(this.changed(this.aHeader()), (entry) => entry);
  }

  /** The body of an event that is signed although it is none. */
  addBody(): void {
    const { random, log } = this;
    const party = signerOfSeed(seedOf('party')).publicKey;
    const { algorithm, publicKey } = this.device.signer;
    const bodies = [
      [EventKind.PARTY, raw(len(1, party), num(2, 1), len(3, seedOf('claim')))],
      [
        EventKind.ENROL,
        raw(len(1, party), num(2, algorithm), len(3, publicKey), len(4, party.slice(0, 16)), len(5, party), num(6, 1)),
      ],
      [EventKind.BOOT, raw(len(1, party), len(2, party.slice(0, 16)), len(3, this.aLast()), num(6, 1))],
      [
        EventKind.ROTATE,
        raw(
          len(1, raw(len(1, party), num(2, algorithm), len(3, publicKey), len(4, this.aLast()), num(5, 1), num(6, 9))),
          len(2, new Uint8Array(64).fill(1)),
        ),
      ],
      [EventKind.RETIRE, raw(len(1, party), len(2, party.slice(0, 8)), len(3, this.aLast()), num(4, 1))],
      [EventKind.COMPROMISED, raw(len(1, party), len(2, party.slice(0, 8)), num(3, 1), num(4, 1))],
      [EventKind.RECEIPT_KEY, raw(len(1, log.operator), num(2, algorithm), len(3, publicKey), num(4, 1))],
      ...this.bodiesOfEachKind().filter(([kind]) => kind > EventKind.EQUIVOCATION),
    ] as const;
    const [kind, good] = random.pick(bodies);
    // Named is the item, too often, or what follows from the unchanged body.
    const objects = random.once(4) ? [objectKey(ITEM)] : objectsOfEvent(kind, good);
    this.logBody(kind, this.changed(good), objects);
  }

  private aLast(): Uint8Array {
    return raw(len(1, this.device.boot), num(2, 9), len(3, seedOf('statement')));
  }

  /** Every field of every message in turn: left out, a byte longer or shorter, a number too large by one. */
  addEachField(): void {
    const header = aScan({ to: this.device.party, seenCheckpoint: { size: 3, root: seedOf('root') } }).header;
    for (const one of variantsOf(header)) this.logScan(one, (entry) => entry);
    for (let at = 0; at < variantsOf(this.scanFields(header)).length; at++)
      this.logScan(header, (entry) => raw(len(1, variantsOf(fieldContent(entry))[at]!)));
    for (const [kind, body] of this.bodiesOfEachKind()) {
      const objects = objectsOfEvent(kind, body);
      for (const one of variantsOf(body)) this.logBody(kind, one, objects);
      for (let at = 0; at < variantsOf(this.eventFields(kind, body, objects)).length; at++)
        this.indexes.push(this.log.append(raw(len(2, variantsOf(this.eventFields(kind, body, objects))[at]!))));
    }
  }

  private bodiesOfEachKind() {
    const { log, device } = this;
    const { algorithm, publicKey } = device.signer;
    const { device: key, keyId, boot, counter, previous, header, signature } = device.sign();
    const statement = { device: key, keyId, boot, counter, previous, headerHash: sha256(header), signature };
    const accusation = { first: statement, second: statement, timeMs: 1, reason: 'COUNTER_REUSED' };
    const operator = { operator: log.operator, algorithm, publicKey, timeMs: 1 };
    const party = seedOf('party');
    const enrolment = { ...operator, device: party, boot, party, objectsMax: 500, claimsMax: 256, claims: [party] };
    const last = { boot, counter: 9, statementHash: party };
    const terms = { subject: party, algorithm, publicKey, last, timeMs: 1, expiresMs: 9 };
    const rotation = encodeRotationTerms(terms);
    const { OPERATOR, PARTY, ENROL, BOOT, ROTATE, RETIRE, COMPROMISED, RECEIPT_KEY, EQUIVOCATION, REFUSED } = EventKind;
    const { RECALL, DECISION, DOCUMENT, CODES, GRANT } = EventKind;
    const goods = { party, timeMs: 1, claims: [party], objects: [objectKey(ITEM)] };
    const checkpoint = writeSeenCheckpoint({ size: 3, root: party });
    const far = { ...statement, counter: counter + 8, previous: party };
    const twice = { statement, last: { ...far, counter: counter + 1 }, reason: 'X', timeMs: 1 };
    const leaves = [statement, twice.last].map((one) => leafHash(statementHash(one))) as [Uint8Array, Uint8Array];
    return [
      [OPERATOR, encodeEventBody(OPERATOR, { ...operator, logOrigin: 'o'.repeat(255) })],
      [PARTY, encodeEventBody(PARTY, { party, timeMs: 1, claims: [party] })],
      [ENROL, encodeEventBody(ENROL, enrolment)],
      [BOOT, encodeEventBody(BOOT, { device: party, boot, last, algorithm, publicKey, timeMs: 1, expiresMs: 9 })],
      [BOOT, encodeEventBody(BOOT, { device: party, boot, last: { boot, counter: 0 }, timeMs: 1 })],
      [ROTATE, encodeEventBody(ROTATE, { rotation, newSignature: signature })],
      [RETIRE, encodeEventBody(RETIRE, { subject: party, keyId, last, timeMs: 1 })],
      [COMPROMISED, encodeEventBody(COMPROMISED, { subject: party, keyId, sinceMs: 1, timeMs: 1 })],
      [RECEIPT_KEY, encodeEventBody(RECEIPT_KEY, operator)],
      [EQUIVOCATION, encodeEventBody(EQUIVOCATION, accusation)],
      [REFUSED, encodeEventBody(REFUSED, { statement, reason: 'X'.repeat(64), timeMs: 1 })],
      [
        REFUSED,
        encodeEventBody(REFUSED, {
          ...twice,
          last: far,
          ranges: [{ first: counter }, { first: counter + 3, last: counter + 8 }],
          root: party,
        }),
      ],
      [
        REFUSED,
        encodeEventBody(REFUSED, {
          ...twice,
          ranges: [{ first: counter, last: counter + 1 }],
          root: nodeHash(...leaves),
        }),
      ],
      [PARTY, encodeEventBody(PARTY, { party, timeMs: 1, claims: [], kind: 14, demo: true })],
      [ENROL, encodeEventBody(ENROL, { ...enrolment, kind: 4, object: party })],
      [RECALL, encodeEventBody(RECALL, { ...goods, status: 3, replaces: party })],
      [
        DECISION,
        encodeEventBody(DECISION, {
          ...goods,
          device: party,
          checkpoint,
          rules: party,
          replaces: party,
          claims: [party],
        }),
      ],
      [DOCUMENT, encodeEventBody(DOCUMENT, { ...goods, capture: boot })],
      [CODES, encodeEventBody(CODES, { party, digits: '95200000000000', role: 2, fromMs: 3, untilMs: 6, timeMs: 1 })],
      [GRANT, encodeEventBody(GRANT, goods)],
    ] as const;
  }

  private logBody(kind: SupportedEventKind, body: Uint8Array, objects: readonly Uint8Array[]): void {
    this.indexes.push(this.log.append(raw(len(2, this.eventFields(kind, body, objects)))));
  }

  private eventFields(kind: SupportedEventKind, body: Uint8Array, objects: readonly Uint8Array[]): Uint8Array {
    const signer = this.log.operatorSigner;
    const message = raw([...new TextEncoder().encode(`cairn.${eventKindName(kind)}.v1\0`)], [...body]);
    const fields = [num(1, kind), len(2, body), len(3, signer.keyId), len(4, signer.sign(message))];
    return raw(...fields, ...objects.map((key) => len(5, key)));
  }

  /** One bundle for each crooked entry, beside the key events and a good scan. */
  cases(): Case[] {
    const good = this.device.scan();
    const policy = this.log.policy();
    return this.indexes.map((index) => {
      const evidence = bundleOf(this.log, [0, 1, 2, 3, index, good]);
      return { name: `crooked entry ${index}`, policy, evidence };
    });
  }

  private aHeader(): Uint8Array {
    const { random } = this;
    const inputs: ScanInput[] = [
      { bizStep: 'storing' },
      { parent: PARENT, children: [ITEM], claims: { note: 'x', productName: 'y' } },
      { inputs: [ITEM], outputs: [PARENT], precision: 3, zoneOffsetMinutes: -300 },
      { to: this.device.party, seenCheckpoint: { size: 3, root: seedOf('root') }, precision: 2 },
      { inputs: [ITEM], inputsAndOutputs: [PARENT], classes: [ITEM] },
      { contexts: [ITEM, PARENT] },
    ];
    return aScan(random.pick(inputs)).header;
  }

  private logScan(header: Uint8Array, change: (entry: Uint8Array) => Uint8Array): void {
    this.indexes.push(this.log.append(change(raw(len(1, this.scanFields(header))))));
  }

  private scanFields(header: Uint8Array): Uint8Array {
    const { device } = this;
    const signed = { ...device.sign(), header };
    const { keyId, boot, counter, previous } = signed;
    const signature = device.signer.sign(statementBytes(signed));
    return raw(
      len(1, device.key),
      len(2, keyId),
      len(3, boot),
      num(4, counter),
      len(5, previous),
      len(6, header),
      len(7, signature),
      num(8, 1_750_000_000_000),
      ...(counter > 1 ? [num(9, counter - 1)] : []),
      num(10, 1),
    );
  }

  /** A few fields or bytes of a message changed, as a careless or sly writer would. */
  private changed(bytes: Uint8Array): Uint8Array {
    const { random } = this;
    const at = random.below(bytes.length);
    const fields = fieldsOf(bytes);
    const place = random.below(fields.length);
    const with_ = (...more: number[][]): Uint8Array =>
      raw(...fields.slice(0, place), ...more, ...fields.slice(place + 1));
    switch (random.below(10)) {
      case 0:
        return bytes.map((byte, place) => (place === at ? byte ^ (1 << random.below(8)) : byte));
      case 1:
        return Uint8Array.from([...bytes.subarray(0, at), random.below(256), ...bytes.subarray(at)]);
      case 2:
        return bytes.slice(0, at + 1);
      case 3:
        return with_();
      case 4:
        return with_(fields[place]!, fields[place]!);
      case 5:
        return raw(...fields.slice(0, place), ...fields.slice(place).toReversed());
      case 6:
        return with_(fields[place]!, random.pick([num(15, 1), len(15, 'x'), len(2, ''), num(4, 0), num(1, 2n ** 53n)]));
      case 7:
        return raw(
          ...fields.slice(0, place),
          ...fields.slice(place, place + 2).toReversed(),
          ...fields.slice(place + 2),
        );
      case 8: {
        // The same number with a byte more than it needs.
        const field = fields[place]!;
        const end = field.findIndex((byte, index) => index > 0 && byte < 0x80);
        return with_([...field.slice(0, end), field[end]! | 0x80, 0, ...field.slice(end + 1)]);
      }
      default:
        return with_(
          num(
            random.below(11),
            random.pick([1, 2, 3, 14, 15, 17, 18, 1_681, 2 ** 31 - 1, 2 ** 40, 2n ** 53n, 2n ** 64n]),
          ),
        );
    }
  }
}

/** What a message of one field holds. */
function fieldContent(message: Uint8Array): Uint8Array {
  const start = message.findIndex((byte, at) => at > 0 && byte < 0x80) + 1;
  return message.subarray(start);
}

const NUMBERS_BEYOND = [3, 4, 6, 257, 501, 1_682, 253_402_300_800_000, 2n ** 53n];

/** The message with each field in turn left out, of another length, or with a number that some rule ends at. */
function variantsOf(message: Uint8Array): Uint8Array[] {
  const fields = fieldsOf(message);
  return fields.flatMap((field, place) => {
    const with_ = (...more: number[][]): Uint8Array =>
      raw(...fields.slice(0, place), ...more, ...fields.slice(place + 1));
    const number = field[0]! >> 3;
    if ((field[0]! & 7) === 0) return [with_(), ...NUMBERS_BEYOND.map((value) => with_(num(number, value)))];
    const content = [...fieldContent(Uint8Array.from(field))];
    return [with_(), with_(len(number, content.slice(1))), with_(len(number, [...content, 0x61]))];
  });
}

/** The fields of a message, each with its tag. */
function fieldsOf(bytes: Uint8Array): number[][] {
  const fields: number[][] = [];
  for (let at = 0; at < bytes.length;) {
    const start = at;
    const tag = bytes[at++]!;
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    if ((tag & 7) === 2) at += value;
    fields.push([...bytes.subarray(start, at)]);
  }
  return fields;
}

/** A claim of more bytes than a value may have, opened: our own writer makes no such bundle. */
export function withLongValue(): Case {
  const log = new MemoryLog('crooked.example/log');
  const maker = new Fleet(log).partyWithDevice('Maker');
  const indexes = [0, 1, 2, 3];
  const value = 'x'.repeat(20_000);
  maker.scan({ claims: { note: value } });
  const index = log.size - 1;
  const { disclosures, ...scan } = log.entry(index);
  const disclosure = disclosures[0]!;
  const entries = [...indexes.map((one) => log.entry(one)), { ...scan, disclosures: [null] }];
  const proof = sharedProof({ size: log.size, indexes: [...indexes, index] }, log.hashAt);
  const closed = encodeEvidence({
    version: 1,
    object: ITEM,
    checkpoint: log.checkpoint(),
    chains: [],
    entries,
    omitted: [],
    proof,
    until: log.size,
  });
  const json = JSON.parse(closed) as { entries: { parts: unknown[] }[] };
  const parts = json.entries.at(-1)!.parts;
  const last = Buffer.from(parts.at(-1) as string, 'base64url');
  const at = last.indexOf(commitment(disclosure));
  const salt = Buffer.from(disclosure.slice(5, 21)).toString('base64url');
  const pieces = [last.subarray(0, at), last.subarray(at + 32)].map((piece) => piece.toString('base64url'));
  parts.splice(-1, 1, pieces[0], { name: 'note', salt, value }, pieces[1]);
  return { name: 'a long value', policy: log.policy(), evidence: JSON.stringify(json) };
}
