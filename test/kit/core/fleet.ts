import type { Signer } from '#libs/host/keys';
import {
  Action,
  commitment,
  compareBytes,
  deviceKey,
  encodeScanHeader,
  type EnrolBody,
  EventKind,
  EventType,
  type LastStatement,
  makeDisclosure,
  objectKey,
  type PartyBody,
  partyKey,
  Precision,
  Role,
  roleByte,
  type SeenCheckpoint,
  statementBytes,
  statementHash,
} from '../../../libs/core/wire/index.js';
import { MemoryLog, seedOf, signerNamed, START_MS } from './memory-log.js';

/** Claims by name; several values of one name as a list. */
export type ClaimValues = Readonly<Record<string, string | readonly string[]>>;

export interface TestParty {
  readonly name: string;
  readonly key: Uint8Array;
}

/** What a test says of a scan; all the rest has a default. */
export interface ScanInput {
  /** Things of role subject. */
  readonly subjects?: readonly string[];
  readonly parent?: string;
  readonly children?: readonly string[];
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly inputsAndOutputs?: readonly string[];
  /** In place of goods. */
  readonly contexts?: readonly string[];
  /** Of all these that are named the scan says that they are classes of things. */
  readonly classes?: readonly string[];
  readonly eventType?: EventType;
  readonly action?: Action;
  readonly bizStep?: string;
  readonly claims?: ClaimValues;
  readonly to?: TestParty;
  readonly eventTimeMs?: number;
  readonly precision?: Precision;
  readonly zoneOffsetMinutes?: number;
  readonly seenCheckpoint?: SeenCheckpoint;
}

/** The item that tests are about where they say nothing else: a GTIN of GS1's demonstration range with a serial. */
export const ITEM = 'https://id.gs1.org/01/09520001000010/21/A1';

/** A disclosure whose salt follows from what it says and when, so that golden files are the same every time. */
const disclosureOf = (atMs: number, index: number, name: string, value: string): Uint8Array =>
  makeDisclosure({ index, salt: seedOf(`salt ${atMs} ${index} ${name} ${value}`).slice(0, 16), name, value });

const listOf = (claims: ClaimValues): [string, string][] =>
  Object.entries(claims).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : value.map((one): [string, string] => [name, one]),
  );

/** The header of a scan and its private parts: an observation of ITEM unless the test says otherwise. */
export function aScan(input: ScanInput = {}, atMs: number = START_MS) {
  const {
    parent,
    children = [],
    inputs = [],
    outputs = [],
    inputsAndOutputs = [],
    contexts = [],
    classes = [],
  } = input;
  const isPacking = parent !== undefined || children.length > 0;
  const isTransformation = inputs.length + outputs.length + inputsAndOutputs.length > 0;
  const subjects = input.subjects ?? (isPacking || isTransformation || contexts.length > 0 ? [] : [ITEM]);
  const things = [
    ...subjects.map((uri) => ({ uri, role: Role.SUBJECT })),
    ...(parent === undefined ? [] : [{ uri: parent, role: Role.PARENT }]),
    ...children.map((uri) => ({ uri, role: Role.CHILD })),
    ...inputs.map((uri) => ({ uri, role: Role.INPUT })),
    ...outputs.map((uri) => ({ uri, role: Role.OUTPUT })),
    ...inputsAndOutputs.map((uri) => ({ uri, role: Role.INPUT_AND_OUTPUT })),
    ...contexts.map((uri) => ({ uri, role: Role.CONTEXT })),
  ]
    .map((thing) => ({ ...thing, key: objectKey(thing.uri) }))
    .sort((one, other) => compareBytes(one.key, other.key));
  const claims = listOf({ ...(input.bizStep && { bizStep: input.bizStep }), ...input.claims });
  const disclosures = claims.map(([name, value], index) => disclosureOf(atMs, index, name, value));
  const header = encodeScanHeader({
    eventTimeMs: input.eventTimeMs ?? atMs,
    precision: input.precision ?? Precision.MILLISECOND,
    zoneOffsetMinutes: input.zoneOffsetMinutes ?? 330,
    eventType:
      input.eventType ??
      (isTransformation ? EventType.TRANSFORMATION : isPacking ? EventType.AGGREGATION : EventType.OBJECT),
    action: input.action ?? (isTransformation ? Action.NONE : isPacking ? Action.ADD : Action.OBSERVE),
    objects: things.map(({ key }) => key),
    roles: Uint8Array.from(things, ({ role, uri }) => roleByte(role, classes.includes(uri))),
    ...(input.to && { to: input.to.key }),
    claims: disclosures.map(commitment),
    ...(input.seenCheckpoint && { seenCheckpoint: input.seenCheckpoint }),
  });
  return { header, uris: things.map(({ uri }) => uri), disclosures };
}

/** A device with its own key, counting and chaining its scans as a device does. */
export class TestDevice {
  readonly key: Uint8Array;
  signer: Signer;
  boot: Uint8Array;
  private counter = 0;
  private previous: Uint8Array = new Uint8Array(32);

  constructor(
    readonly log: MemoryLog,
    readonly id: string,
    readonly party: TestParty,
    signer?: Signer,
  ) {
    this.key = deviceKey(id);
    this.signer = signer ?? signerNamed(`device ${id}`);
    this.boot = seedOf(`boot ${id}`).slice(0, 16);
  }

  /** Signs and logs a scan. @returns its log index */
  scan(input: ScanInput = {}): number {
    return this.deliver(this.sign(input));
  }

  /** Signs a scan and keeps it: it counts for the device, and is not logged until it is delivered. */
  sign(input: ScanInput = {}) {
    const atMs = START_MS + 60_000 * this.log.size;
    const { header, uris, disclosures } = aScan(input, atMs);
    const fields = this.next(header);
    const signature = this.signer.sign(statementBytes(fields));
    return { ...fields, signature, receivedTimeMs: atMs + 1_000, uris, disclosures };
  }

  /** The next statement of its boot, which counts from here on. */
  private next(header: Uint8Array) {
    const fields = {
      device: this.key,
      keyId: this.signer.keyId,
      boot: this.boot,
      counter: ++this.counter,
      previous: this.previous,
      header,
    };
    this.previous = statementHash(fields);
    return fields;
  }

  deliver({ uris, disclosures, ...scan }: ReturnType<TestDevice['sign']>): number {
    return this.log.appendScan(scan, { uris, disclosures });
  }

  /** The last statement that it signed in its boot. */
  last(): LastStatement {
    const { boot, counter } = this;
    return counter === 0 ? { boot, counter } : { boot, counter, statementHash: this.previous };
  }

  /** Counts from the beginning, in another boot. */
  beginBoot(name: string): void {
    this.boot = seedOf(`boot ${this.id} ${name}`).slice(0, 16);
    this.counter = 0;
    this.previous = new Uint8Array(32);
  }

  /** Counts on without a scan that anyone sees, and so without its signature. */
  loseScans(count: number): void {
    const { header } = aScan({}, START_MS + 60_000 * this.log.size);
    for (let i = 0; i < count; i++) this.next(header);
  }
}

export interface GoodTrail {
  readonly fleet: Fleet;
  readonly log: MemoryLog;
  readonly maker: TestDevice;
  readonly carrier: TestDevice;
  /** Log indexes. */
  readonly made: number;
  readonly shipped: number;
  readonly received: number;
}

/** Parties and devices of one log. */
export class Fleet {
  constructor(readonly log: MemoryLog = new MemoryLog()) {}

  /** Logs a party. @param named what its key is made of: a GLN that follows from the name where nothing is said */
  party(
    name: string,
    claims: ClaimValues = {},
    { named = glnOf(name), ...stated }: Pick<PartyBody, 'kind' | 'demo'> & { readonly named?: string } = {},
  ): TestParty {
    const party = { name, key: partyKey(named) };
    const { disclosures, commitments } = openable({ partyName: name, partyCountry: 'IN', ...claims });
    const body = { party: party.key, timeMs: START_MS, claims: commitments, ...stated };
    this.log.appendEvent(EventKind.PARTY, body, this.log.operatorSigner, { disclosures });
    return party;
  }

  /** Enrols a device of a party. */
  device(
    id: string,
    party: TestParty,
    {
      claims = {},
      signer,
      expiresMs,
      ...stated
    }: Pick<EnrolBody, 'expiresMs' | 'kind' | 'object'> & {
      readonly claims?: ClaimValues;
      readonly signer?: Signer;
    } = {},
  ): TestDevice {
    const device = new TestDevice(this.log, id, party, signer);
    const { disclosures, commitments } = openable({ deviceId: id, deviceKind: 'handheld', ...claims });
    const body = {
      device: device.key,
      algorithm: device.signer.algorithm,
      publicKey: device.signer.publicKey,
      boot: device.boot,
      party: party.key,
      timeMs: START_MS,
      objectsMax: 0,
      claimsMax: 0,
      claims: commitments,
      ...(expiresMs !== undefined && { expiresMs }),
      ...stated,
    };
    this.log.appendEvent(EventKind.ENROL, body, this.log.operatorSigner, { disclosures });
    return device;
  }

  /** A maker that ships the item to a carrier that receives it: nothing is wrong with it. */
  static withGoodTrail(): GoodTrail {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    const carrier = fleet.partyWithDevice('Carrier');
    const made = maker.scan({ bizStep: 'commissioning', claims: { readPointCountry: 'IN', operatorBadge: 'B-17' } });
    fleet.log.fill(5);
    const shipped = maker.scan({ bizStep: 'shipping', to: carrier.party });
    const received = carrier.scan({
      bizStep: 'receiving',
      claims: { readPointCountry: 'US', temperatureVerdict: 'within' },
    });
    fleet.log.fill(3);
    return { fleet, log: fleet.log, maker, carrier, made, shipped, received };
  }

  /** A party with one device. */
  partyWithDevice(name: string, stated: Pick<PartyBody, 'kind' | 'demo'> = {}): TestDevice {
    return this.device(`${name}-1`, this.party(name, {}, stated));
  }
}

const openable = (claims: ClaimValues) => {
  const disclosures = listOf(claims).map(([name, value], index) => disclosureOf(START_MS, index, name, value));
  return { disclosures, commitments: disclosures.map(commitment) };
};

/** Thirteen digits that follow from the name; nobody checks their check digit here. */
export const glnOf = (name: string): string =>
  `952${String(parseInt(Buffer.from(seedOf(name)).toString('hex').slice(0, 8), 16)).padStart(10, '0')}`;
