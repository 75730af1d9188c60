import { canonicalUri, partyName } from '#libs/core/gs1';
import {
  Action,
  commitment,
  compareBytes,
  CLAIMS,
  decodeSignedScan,
  encodeScanHeader,
  encodeSignedScan,
  EventType,
  isClaimName,
  isClaimValue,
  makeDisclosure,
  objectKey,
  partyKey,
  Precision,
  Role,
  roleByte,
  statementBytes,
} from '#libs/core/wire';
import type { Signer } from '#libs/host/keys';
import { createHash } from 'node:crypto';
import { DeviceError } from './errors.js';
import type { Draft } from './outbox.js';
import type { ClaimValue, EventTypeName, RoleName, ScanInput, ScanObject } from './scan-input.js';

/** Who signs: what stays the same over the scans of one boot. */
export interface ScanSigner {
  /** Device key, 32 bytes. */
  readonly device: Uint8Array;
  /** 16 bytes. */
  readonly boot: Uint8Array;
  readonly signer: Signer;
}

export interface BuildOptions {
  readonly nowMs: () => number;
  readonly zoneOffsetMinutes: number;
  /** Bytes from a cryptographic random source: a salt that can be guessed opens the claim to everybody. */
  readonly randomBytes: (length: number) => Uint8Array;
}

const EVENT_TYPES: Readonly<Record<EventTypeName, EventType>> = {
  object: EventType.OBJECT,
  aggregation: EventType.AGGREGATION,
  transaction: EventType.TRANSACTION,
  transformation: EventType.TRANSFORMATION,
  association: EventType.ASSOCIATION,
};
const ACTIONS = { add: Action.ADD, observe: Action.OBSERVE, delete: Action.DELETE } as const;
const PRECISIONS = { millisecond: Precision.MILLISECOND, minute: Precision.MINUTE, day: Precision.DAY } as const;
const ROLES = {
  subject: Role.SUBJECT,
  parent: Role.PARENT,
  child: Role.CHILD,
  input: Role.INPUT,
  output: Role.OUTPUT,
  'input and output': Role.INPUT_AND_OUTPUT,
  context: Role.CONTEXT,
} as const;
const SALT_BYTES = 16;

/**
 * Turns what a device saw into a scan that only lacks its counter, previous and signature.
 *
 * @throws {DeviceError} SCAN_INVALID, with the error of libs/core/gs1 or libs/core/wire as its cause.
 */
export function buildScan(input: ScanInput, by: ScanSigner, options: BuildOptions): Draft {
  return sealedBy(
    by,
    explained(() => publicAndPrivateParts(input, options)),
  );
}

/** The same scan for another place: what it says stays, down to its salts. Only for scans that were never sent. */
export function buildAgain(payload: Uint8Array, by: ScanSigner): Draft {
  return sealedBy(by, decodeSignedScan(payload));
}

interface Parts {
  readonly header: Uint8Array;
  readonly uris: readonly string[];
  readonly disclosures: readonly Uint8Array[];
}

function sealedBy(by: ScanSigner, { header, uris, disclosures }: Parts): Draft {
  return {
    seal({ counter, previous }) {
      const fields = {
        device: by.device,
        keyId: by.signer.keyId,
        boot: by.boot,
        counter: counter + 1,
        previous,
        header,
      };
      const statement = statementBytes(fields);
      const signature = by.signer.sign(statement);
      const payload = explained(() => encodeSignedScan({ ...fields, signature, uris, disclosures }));
      return { payload, statementHash: createHash('sha256').update(statement).digest() };
    },
  };
}

function publicAndPrivateParts(input: ScanInput, options: BuildOptions): Parts {
  const objects = input.objects
    .map(({ uri, role, isClass }) => {
      const canonical = canonicalUri(uri);
      return { uri: canonical, key: objectKey(canonical), role: roleByte(ROLES[role ?? 'subject'], isClass) };
    })
    .sort((a, b) => compareBytes(a.key, b.key));
  const disclosures = discloseClaims(input.claims ?? {}, options);
  const type = input.type ?? typeFor(input.objects);
  const header = encodeScanHeader({
    eventTimeMs: input.time === undefined ? options.nowMs() : Number(input.time),
    precision: PRECISIONS[input.precision ?? 'millisecond'],
    zoneOffsetMinutes: input.zoneOffsetMinutes ?? options.zoneOffsetMinutes,
    eventType: EVENT_TYPES[type],
    action: type === 'transformation' ? Action.NONE : ACTIONS[input.action ?? 'observe'],
    objects: objects.map(({ key }) => key),
    roles: Uint8Array.from(objects, ({ role }) => role),
    ...(input.to !== undefined && { to: partyKey(partyName(input.to)) }),
    claims: disclosures.map(commitment),
  });
  return { header, uris: objects.map(({ uri }) => uri), disclosures };
}

/** Preimages of the commitments, one for each value, in the order given. @throws {DeviceError} SCAN_INVALID */
export function discloseClaims(
  claims: Readonly<Record<string, ClaimValue | undefined>>,
  { randomBytes }: Pick<BuildOptions, 'randomBytes'>,
): Uint8Array[] {
  const values = Object.entries(claims).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => ({ name, value: claimText(one) })),
  );
  const salts = randomBytes(SALT_BYTES * values.length);
  return values.map(({ name, value }, index) => {
    if (!isClaimName(name)) throw invalid(`there is no claim ${name}: see docs/formats/claims.md`);
    const { encoding } = CLAIMS[name];
    if (!isClaimValue(encoding, value))
      throw invalid(`the claim ${name} wants a ${encoding}, got ${JSON.stringify(value)}`);
    return makeDisclosure({ index, salt: salts.subarray(SALT_BYTES * index, SALT_BYTES * (index + 1)), name, value });
  });
}

/** Decimals are written out: 1e21 and -0 have no form. */
const claimText = (value: string | number): string => {
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? value.toFixed(0).replace(/^-0$/, '0') : String(value);
};

function typeFor(objects: readonly ScanObject[]): EventTypeName {
  const names = (...roles: readonly RoleName[]): boolean => objects.some(({ role }) => role && roles.includes(role));
  if (names('input', 'output', 'input and output')) return 'transformation';
  return names('parent', 'child') ? 'aggregation' : 'object';
}

const invalid = (message: string): DeviceError => new DeviceError('SCAN_INVALID', message);

function explained<Result>(build: () => Result): Result {
  try {
    return build();
  } catch (cause) {
    if (cause instanceof DeviceError) throw cause;
    throw new DeviceError('SCAN_INVALID', (cause as Error).message, { cause });
  }
}
