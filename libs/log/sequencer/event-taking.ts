import { DeviceKeys, lastNamedBy, misnamed, type Named, takeKeyEvent } from '#libs/core/keys';
import { type Claim, type CodesBody, type EnrolBody, EventKind, type OperatorBody } from '#libs/core/wire';
import { checkPublicKey } from '#libs/core/signatures';
import { EventRejection } from './event-rejection.js';
import type { ReadEvent } from './event-reading.js';
import { asBuffer, keyOf } from '#libs/log/ledger';
import type { KnownDevice } from './registry-snapshot.js';
import type { RegistryWrites } from './registry-writes.js';

/** Where an event would stand. */
export interface EventPlace {
  readonly logIndex: number;
  readonly origin: string;
  /** Of `newSignature`, where it is a ROTATE. */
  readonly isNewSignatureValid: boolean;
  /** It comes out of the log: what was admitted then is not judged by its values again, of which some may be erased. */
  readonly isLogged: boolean;
}

/**
 * Takes what an event says into the registry, if it fits what the log says already: else the registry is as before. Its signer was
 * checked before.
 *
 * @throws {EventRejection}, {KeyStateError}, {SignatureError} when it does not fit.
 */
export function takeEvent(read: ReadEvent, writes: RegistryWrites, place: EventPlace): void {
  const { content, claims } = read;
  const { snapshot } = writes;
  const { logIndex } = place;
  if (!place.isLogged) requireNames(read);
  switch (content.kind) {
    case EventKind.OPERATOR:
      checkOperator(content.body, place, writes);
      snapshot.operator.add('operator', newKey(read, writes), logIndex);
      break;
    case EventKind.RECEIPT_KEY:
      checkSubject(content.body.operator, writes);
      snapshot.operator.add('receipt key', newKey(read, writes), logIndex);
      break;
    case EventKind.PARTY: {
      const { partyGln: gln, partyName: name, partyCountry: country } = valuesOf(claims);
      const partyKey = asBuffer(content.body.party);
      writes.parties.set(keyOf(partyKey), { partyKey, gln, name, country, logIndex });
      snapshot.addParty(partyKey);
      break;
    }
    case EventKind.ENROL:
      enrol(read, content.body, writes, place);
      break;
    case EventKind.BOOT: {
      const { boot, device } = content.body;
      if (snapshot.hasBoot(boot)) throw new EventRejection('EVENT_BOOT_TAKEN', 'this boot was announced before');
      if (read.newKey) newKey(read, writes);
      takeIntoKeys(read, writes, logIndex);
      addBoot(boot, asBuffer(device), writes, logIndex);
      break;
    }
    case EventKind.ROTATE:
      newKey(read, writes);
      if (!place.isNewSignatureValid)
        throw new EventRejection('EVENT_NEW_SIGNATURE_INVALID', 'the signature by the new key does not verify');
      takeIntoKeys(read, writes, logIndex);
      break;
    case EventKind.RETIRE:
    case EventKind.COMPROMISED:
      takeIntoKeys(read, writes, logIndex);
      break;
    case EventKind.CODES:
      requireParty(content.body.party, writes);
      takeCodes(content.body, writes, place);
      break;
    case EventKind.RECALL:
    case EventKind.GRANT:
      requireParty(content.body.party, writes);
      break;
    default:
      throw new EventRejection('EVENT_KIND_NOT_SUBMITTED', `events of kind ${content.kind} are not taken from outside`);
  }
  if (read.newKey) snapshot.addKey(read.newKey.keyId);
  if (read.subject && !isOfOperator(read, writes)) writes.changed.set(keyOf(read.subject), logIndex);
  writes.events.push({ eventHash: read.hash, kind: content.kind, logIndex });
  snapshot.addLogged(read.hash, logIndex);
}

function takeCodes(body: CodesBody, { snapshot }: RegistryWrites, { logIndex, isLogged }: EventPlace): void {
  const other = isLogged ? undefined : snapshot.codes.otherOwner(body);
  if (other)
    throw new EventRejection(
      'EVENT_CODES_OWNED',
      `codes that begin with ${body.digits} have another owner in some of that time, by entry ${other.logIndex}`,
    );
  snapshot.codes.take(body, logIndex);
}

export const isOfOperator = ({ subject }: ReadEvent, { operator }: RegistryWrites): boolean =>
  subject !== null && subject.equals(operator);

function enrol(read: ReadEvent, body: EnrolBody, writes: RegistryWrites, place: EventPlace): void {
  const { logIndex, isLogged } = place;
  const { snapshot } = writes;
  const { device, boot, party, objectsMax, claimsMax, kind } = body;
  const { deviceId = '' } = valuesOf(read.claims);
  if (!isLogged && deviceId === '')
    throw new EventRejection('EVENT_DEVICE_ID_MISSING', 'the event does not tell the id of its device');
  if (!snapshot.hasParty(party))
    throw new EventRejection('EVENT_PARTY_UNKNOWN', 'the party of the device is not registered');
  if (snapshot.device(device))
    throw new EventRejection('EVENT_DEVICE_ENROLLED', `the device ${deviceId} is enrolled with other keys or limits`);
  if (snapshot.hasBoot(boot)) throw new EventRejection('EVENT_BOOT_TAKEN', 'the boot is of another device');
  const keys = DeviceKeys.enrol({ logIndex, boot, key: newKey(read, writes), kind });
  const key = asBuffer(device);
  const enrolled = { deviceKey: key, deviceId, party: asBuffer(party) };
  snapshot.addDevice({ ...enrolled, keys });
  writes.enrolled.push({ ...enrolled, kind: kind ?? null, objectsMax, claimsMax, logIndex });
  writes.changed.set(keyOf(key), logIndex);
  addBoot(boot, key, writes, logIndex);
}

/** Every verifier would say of it, for ever, that it does not match. */
function requireNames({ content, claims }: ReadEvent): void {
  const [wrong] = misnamed(content.body as Named, claims);
  if (wrong)
    throw new EventRejection(
      'EVENT_NAME_MISFIT',
      `the ${wrong.name} that it states is not the one of the key beside it`,
    );
}

function requireParty(party: Uint8Array, { snapshot }: RegistryWrites): void {
  if (!snapshot.hasParty(party))
    throw new EventRejection('EVENT_PARTY_UNKNOWN', 'the party that it is about is not registered');
}

function takeIntoKeys(read: ReadEvent, writes: RegistryWrites, logIndex: number): void {
  const { content } = read;
  const { snapshot } = writes;
  // Boots are of devices alone.
  const isOperator = content.kind !== EventKind.BOOT && isOfOperator(read, writes);
  const device = isOperator ? undefined : subjectDevice(read, writes).keys;
  const last = lastNamedBy(content);
  const logged = device && last && snapshot.loggedOf(last.boot, last.counter);
  const before = { operator: snapshot.operator, device, isOfOperator: isOperator, signing: undefined, logIndex };
  takeKeyEvent(content, before, logged);
}

function addBoot(boot: Uint8Array, owner: Buffer, writes: RegistryWrites, logIndex: number): void {
  writes.boots.push({ boot: asBuffer(boot), deviceKey: owner, logIndex });
  writes.snapshot.addBoot(boot);
}

/** The key that an event brings. @throws {SignatureError}; {EventRejection} EVENT_KEY_REGISTERED: no key comes back, and none serves two. */
function newKey({ newKey: key }: ReadEvent, { snapshot }: RegistryWrites): NonNullable<ReadEvent['newKey']> {
  const { algorithm, publicKey, keyId } = key!;
  checkPublicKey(algorithm, publicKey);
  if (snapshot.hasKey(keyId))
    throw new EventRejection('EVENT_KEY_REGISTERED', `the key ${keyId.toString('hex')} is known in this log already`);
  return key!;
}

function checkOperator({ operator, logOrigin }: OperatorBody, place: EventPlace, writes: RegistryWrites): void {
  if (place.logIndex !== 0)
    throw new EventRejection('EVENT_OPERATOR_MISPLACED', 'the operator stands in entry 0 and nowhere else');
  if (logOrigin !== place.origin)
    throw new EventRejection('EVENT_OPERATOR_MISMATCH', `the event is of the log ${logOrigin}`);
  checkSubject(operator, writes);
}

function checkSubject(subject: Uint8Array, { operator }: RegistryWrites): void {
  if (!asBuffer(subject).equals(operator))
    throw new EventRejection('EVENT_OPERATOR_MISMATCH', 'the event is of the operator of another log');
}

function subjectDevice({ subject }: ReadEvent, { snapshot }: RegistryWrites): KnownDevice {
  const device = subject && snapshot.device(subject);
  if (!device) throw new EventRejection('EVENT_SUBJECT_UNKNOWN', 'the subject of the event is no device of this log');
  return device;
}

const valuesOf = (claims: readonly Claim[]): Partial<Record<string, string>> =>
  Object.fromEntries(claims.map(({ name, value }) => [name, value]));
