import { randomBytes } from 'node:crypto';
import { canonicalUri, partyName } from '#libs/core/gs1';
import { misnamed, type Named } from '#libs/core/keys';
import { type DeviceIdentity, discloseClaims } from '#libs/sdk/device';
import {
  type ClaimName,
  commitment,
  type DeviceKind,
  encodeSignedEvent,
  EventKind,
  isClaimValue,
  objectKey,
  parseDisclosure,
  type PartyKind,
  partyKey,
  type SignedEvent,
  signEvent,
  type SubmittedEvent,
} from '#libs/core/wire';
import type { Signer } from '#libs/host/keys';
import { EnrolmentError } from './errors.js';

export interface PartyToEnrol {
  /** 13 digits; of a party without a GLN its canonical URI. */
  readonly gln: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly kind?: PartyKind;
  /** It, and what it says, is made up. */
  readonly demo?: boolean;
  readonly claims?: Readonly<Partial<Record<ClaimName, string>>>;
}

export interface EnrolmentTerms {
  /** As `gln` of a party. */
  readonly partyGln: string;
  /** Handheld, gate, logger ..., in words. */
  readonly kind?: string;
  /** What its keys are for, if not for scans of its own. */
  readonly purpose?: DeviceKind;
  /** Canonical URI of the device itself, where it is a thing that can be packed. */
  readonly object?: string;
  readonly country?: string;
  readonly objectsMax?: number;
  readonly claimsMax?: number;
  /** The key is good for scans that arrive before it. Default: for ever. */
  readonly expiresMs?: number;
  readonly claims?: Readonly<Partial<Record<ClaimName, string>>>;
}

type Claims = Readonly<Record<string, string | undefined>>;

/** A PARTY event, signed by the operator. @throws {Gs1Error} for a GLN or URI that is none; {EnrolmentError} NAMED_OTHERWISE */
export function partyEvent(party: PartyToEnrol, signer: Signer, timeMs: number): SubmittedEvent {
  const { gln: given, name, country, kind, demo, claims } = party;
  const identity = partyName(given);
  const key = partyKey(identity);
  const disclosed = disclosuresOf(
    { party: key },
    {
      [isClaimValue('gln', identity) ? 'partyGln' : 'partyUri']: identity,
      partyName: name,
      partyCountry: country,
      ...claims,
    },
  );
  const stated = { ...(kind !== undefined && { kind }), ...(demo && { demo }) };
  const body = { party: key, timeMs, claims: disclosed.map(commitment), ...stated };
  return submitted(signEvent(EventKind.PARTY, body, signer), disclosed);
}

/** An ENROL event, signed by the operator: binds device, key, first boot and party. @throws as {@link partyEvent} */
export function enrolEvent(
  device: DeviceIdentity,
  facts: EnrolmentTerms,
  signer: Signer,
  timeMs: number,
): SubmittedEvent {
  const { partyGln, kind, country, objectsMax = 0, claimsMax = 0, claims, expiresMs, purpose, object } = facts;
  const named = { device: device.device, party: partyKey(partyName(partyGln)) };
  const disclosed = disclosuresOf(named, {
    deviceId: device.id,
    deviceKind: kind,
    deviceCountry: country,
    ...claims,
  });
  const body = {
    ...named,
    algorithm: device.algorithm,
    publicKey: device.publicKey,
    boot: device.boot,
    timeMs,
    objectsMax,
    claimsMax,
    claims: disclosed.map(commitment),
    ...(expiresMs !== undefined && { expiresMs }),
    ...(purpose !== undefined && { kind: purpose }),
    ...(object !== undefined && { object: objectKey(canonicalUri(object)) }),
  };
  return submitted(signEvent(EventKind.ENROL, body, signer), disclosed);
}

/** @throws {EnrolmentError} NAMED_OTHERWISE: nothing is signed that the anchor would refuse */
function disclosuresOf(named: Named, claims: Claims): Uint8Array[] {
  const disclosed = discloseClaims(claims, { randomBytes });
  const [wrong] = misnamed(named, disclosed.map(parseDisclosure));
  if (wrong)
    throw new EnrolmentError('NAMED_OTHERWISE', `the claim ${wrong.name} names another than the one that is enrolled`);
  return disclosed;
}

const submitted = (event: SignedEvent, disclosures: Uint8Array[]): SubmittedEvent => ({
  signedEvent: encodeSignedEvent(event),
  disclosures,
});
