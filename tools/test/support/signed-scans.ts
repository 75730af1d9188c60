import { sharedProof } from '../../../libs/core/evidence/shared-proof.js';
import { leafHash } from '#libs/core/tlog';
import { type CodesRole, EventKind, objectKey, type PartyKind, Role } from '#libs/core/wire';
import { bundleOf } from '../../../test/kit/core/evidence.js';
import {
  type ClaimValues,
  Fleet,
  type ScanInput,
  type TestDevice,
  type TestParty,
} from '../../../test/kit/core/fleet.js';
import { MemoryLog, START_MS } from '../../../test/kit/core/memory-log.js';
import type { Signed } from '../../../test/kit/core/statements.js';
import type { Case } from '../../../test/kit/python.js';
import type { ScanAtHand } from '../../../libs/core/story/told/index.js';

/** A scan by names: parties, devices called `party/device`, things. */
export type NamedScan = Pick<
  ScanAtHand,
  | 'device'
  | 'boot'
  | 'counter'
  | 'eventTimeMs'
  | 'precision'
  | 'receivedTimeMs'
  | 'eventType'
  | 'action'
  | 'objects'
  | 'to'
  | 'bizStep'
> & { readonly claims: ClaimValues };

/** Digits that belong to a party from the beginning of the log. */
export interface NamedCodes {
  readonly party: string;
  readonly digits: string;
  readonly role: CodesRole;
  readonly untilMs?: number;
}

/** Who is who, and what things are called. */
export interface Names {
  readonly object: string;
  readonly uriOf: (key: string) => string;
  readonly kindOf?: (party: string) => PartyKind | undefined;
  /** Key of a logger or tracker itself, by its device. */
  readonly ownKeyOf?: (device: string) => string | null;
}

const ROLE_NAMES = {
  [Role.SUBJECT]: 'subjects',
  [Role.CHILD]: 'children',
  [Role.INPUT]: 'inputs',
  [Role.OUTPUT]: 'outputs',
} as const;

/** A log in which named scans stand as their devices have signed them, and its evidence of version 2. */
export class SignedScans {
  readonly log = new MemoryLog('worlds.example/log');
  private readonly fleet = new Fleet(this.log);
  private readonly parties = new Map<string, TestParty>();
  private readonly devices = new Map<string, TestDevice>();

  constructor(private readonly names: Names) {}

  /** Log index of the next entry. */
  get size(): number {
    return this.log.size;
  }

  own({ party, ...codes }: NamedCodes): void {
    const body = { party: this.party(party).key, ...codes, timeMs: START_MS };
    this.log.appendEvent(EventKind.CODES, body, this.log.operatorSigner);
  }

  /** Signs scans boot by boot and logs them in the order in which they are given. @returns their log indexes */
  add(scans: readonly NamedScan[], between: (place: number) => void = () => undefined): number[] {
    const signed = new Map<NamedScan, Signed>();
    const counted = scans.toSorted((one, other) => one.counter - other.counter);
    const last = new Map<TestDevice, number>();
    for (const scan of counted) {
      const device = this.device(scan);
      device.loseScans(scan.counter - (last.get(device) ?? 0) - 1);
      last.set(device, scan.counter);
      signed.set(scan, device.sign(this.inputOf(scan)));
    }
    return scans.map((scan, place) => {
      between(place);
      return this.device(scan).deliver({ ...signed.get(scan)!, receivedTimeMs: scan.receivedTimeMs });
    });
  }

  /** Everything in the log as evidence of the object, with some entries left out. */
  toCase(name: string, leftOut: readonly number[] = []): Case {
    const { log } = this;
    const indexes = Array.from({ length: log.size }, (_, at) => at);
    const omitted = leftOut.map((logIndex) => ({ logIndex, leaf: leafHash(log.entry(logIndex).entry) }));
    const evidence = bundleOf(
      log,
      indexes.filter((index) => !leftOut.includes(index)),
      {
        version: 2,
        object: this.names.object,
        omitted,
        proof: sharedProof({ size: log.size, indexes }, log.hashAt),
      },
    );
    return { name, policy: log.policy(), evidence };
  }

  private party(name: string): TestParty {
    const known = this.parties.get(name);
    if (known) return known;
    const kind = this.names.kindOf?.(name);
    const party = this.fleet.party(name, {}, kind === undefined ? {} : { kind });
    this.parties.set(name, party);
    return party;
  }

  /** Each boot is a device of its own: the story follows boots. */
  private device({ device: name, boot }: NamedScan): TestDevice {
    const id = `${name} ${boot}`.replaceAll(' ', '-');
    const known = this.devices.get(id);
    if (known) return known;
    const ownKey = this.names.ownKeyOf?.(name) ?? null;
    const object = ownKey === null ? {} : { object: objectKey(this.names.uriOf(ownKey)) };
    const device = this.fleet.device(id, this.party(name.split('/')[0]!), object);
    this.devices.set(id, device);
    return device;
  }

  private inputOf({ objects, to, bizStep, ...scan }: NamedScan): ScanInput {
    const { uriOf } = this.names;
    const lists: Record<string, string[]> = {};
    let parent: string | undefined;
    for (const { key, role } of objects) {
      if (role === Role.PARENT) parent = uriOf(key);
      else (lists[ROLE_NAMES[role as keyof typeof ROLE_NAMES]] ??= []).push(uriOf(key));
    }
    return {
      subjects: [],
      ...lists,
      ...(parent !== undefined && { parent }),
      classes: objects.flatMap(({ key, isClass }) => (isClass ? [uriOf(key)] : [])),
      eventType: scan.eventType,
      action: scan.action,
      eventTimeMs: scan.eventTimeMs,
      precision: scan.precision,
      claims: scan.claims,
      ...(bizStep !== null && { bizStep }),
      ...(to !== null && { to: this.party(to) }),
    };
  }
}

/** Scans of an object, of what it was ever put into, and of a logger that was put with these: others are in no evidence of it. */
export function ofUnits<Scan extends Pick<NamedScan, 'objects'>>(
  object: string,
  scans: readonly Scan[],
  logger?: string,
): readonly Scan[] {
  const units = new Set([object]);
  for (let before = 0; before !== units.size;) {
    before = units.size;
    for (const { objects } of scans)
      if (objects.some(({ key, role }) => role === Role.CHILD && units.has(key)))
        for (const { key, role } of objects) if (role === Role.PARENT) units.add(key);
  }
  const isPut = scans.some(
    ({ objects }) =>
      objects.some(({ key, role }) => role === Role.PARENT && units.has(key)) &&
      objects.some(({ key, role }) => role === Role.CHILD && key === logger),
  );
  if (isPut && logger !== undefined) units.add(logger);
  return scans.filter(({ objects }) => objects.some(({ key }) => units.has(key)));
}
