import {
  Action,
  decodeEventBody,
  decodeLogEntry,
  decodeScanHeader,
  EventType,
  eventKindName,
  isClass,
  isSupportedEventKind,
  type LoggedScan,
  Precision,
  Role,
  roleOf,
  type SignedEvent,
  statementHash,
} from '#libs/core/wire';
import { timeText } from './times.js';
import { printable } from '#libs/words';

/** Values by name; bytes as hexadecimal digits, lists as lists. */
export type View = string | number | boolean | readonly View[] | { readonly [name: string]: View };

/** What an entry says, without a word about whether it is true. @throws {WireError} when it is no entry of this format */
export function entryView(entry: Uint8Array): { readonly [name: string]: View } {
  const decoded = decodeLogEntry(entry);
  return decoded.kind === 'scan' ? scanView(decoded.scan) : eventView(decoded.event);
}

/** A view as lines: lists and objects are indented below their name. */
export function linesOf(view: View, indent = ''): string[] {
  return Object.entries(view as Readonly<Record<string, View>>).flatMap(([name, value]) => {
    if (typeof value !== 'object') return [`${indent}${name}: ${printable(String(value))}`];
    if (Array.isArray(value) && value.length === 0) return [`${indent}${name}: none`];
    if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
      return [`${indent}${name}:`, ...value.map((one) => `${indent}  ${printable(String(one))}`)];
    return [`${indent}${name}:`, ...linesOf(value, `${indent}  `)];
  });
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const nameIn = (names: Readonly<Record<string, number>>, value: number): string =>
  Object.keys(names)
    .find((name) => names[name] === value)!
    .toLowerCase();

const roleText = (byte: number): string =>
  `${nameIn(Role, roleOf(byte)).replaceAll('_', ' ')}${isClass(byte) ? ', class' : ''}`;

function scanView(scan: LoggedScan): { readonly [name: string]: View } {
  const { header: bytes, receivedTimeMs, verificationProfile, after, counter } = scan;
  const header = decodeScanHeader(bytes);
  const objects = header.objects.map((key, at) => `${roleText(header.roles[at]!)} ${hex(key)}`);
  return {
    kind: 'scan',
    device: hex(scan.device),
    keyId: hex(scan.keyId),
    boot: hex(scan.boot),
    counter,
    after,
    previous: hex(scan.previous),
    statementHash: hex(statementHash(scan)),
    eventType: nameIn(EventType, header.eventType),
    action: nameIn(Action, header.action),
    eventTime: timeText(header.eventTimeMs),
    precision: nameIn(Precision, header.precision),
    zoneOffsetMinutes: header.zoneOffsetMinutes,
    receivedTime: timeText(receivedTimeMs),
    objects,
    ...(header.to && { to: hex(header.to) }),
    claims: header.claims.map(hex),
    ...(header.seenCheckpoint && {
      seenCheckpoint: { size: header.seenCheckpoint.size, root: hex(header.seenCheckpoint.root) },
    }),
    verificationProfile,
    signature: hex(scan.signature),
  };
}

function eventView({ kind, body, signerKeyId, signature, objects }: SignedEvent): { readonly [name: string]: View } {
  return {
    kind: isSupportedEventKind(kind) ? eventKindName(kind) : `event of kind ${kind}, which this version cannot read`,
    signerKeyId: hex(signerKeyId),
    objects: objects.map(hex),
    body: isSupportedEventKind(kind) ? bodyView(decodeEventBody(kind, body)) : hex(body),
    signature: hex(signature),
  };
}

function bodyView(value: unknown, name = ''): View {
  if (value instanceof Uint8Array) return hex(value);
  if (Array.isArray(value)) return value.map((one) => bodyView(one));
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
    return Object.fromEntries(members.map(([member, one]) => [member, bodyView(one, member)]));
  }
  if (typeof value === 'number' && name.endsWith('Ms')) return timeText(value);
  return value as string | number | boolean;
}
