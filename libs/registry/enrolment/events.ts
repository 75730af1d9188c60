import { randomBytes } from 'node:crypto';
import { type DeviceIdentity, discloseClaims } from '#libs/sdk/device';
import {
  type ClaimName,
  commitment,
  encodeSignedEvent,
  EventKind,
  partyKey,
  type SignedEvent,
  signEvent,
  type SubmittedEvent,
} from '#libs/core/wire';
import type { Signer } from '#libs/host/keys';

export interface PartyToEnrol {
  /** 13 digits. */
  readonly gln: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** Manufacturer, carrier, warehouse ... */
  readonly kind?: string;
  readonly claims?: Readonly<Partial<Record<ClaimName, string>>>;
}

export interface EnrolmentTerms {
  readonly partyGln: string;
  /** Handheld, gate, logger, gateway ... */
  readonly kind?: string;
  readonly country?: string;
  readonly objectsMax?: number;
  readonly claimsMax?: number;
  /** The key is good for scans that arrive before it. Default: for ever. */
  readonly expiresMs?: number;
  readonly claims?: Readonly<Partial<Record<ClaimName, string>>>;
}

type Claims = Readonly<Record<string, string | undefined>>;

/** A PARTY event, signed by the operator. */
export function partyEvent(party: PartyToEnrol, signer: Signer, timeMs: number): SubmittedEvent {
  const { gln, name, country, kind, claims } = party;
  const disclosed = disclosuresOf({
    partyGln: gln,
    partyName: name,
    partyCountry: country,
    partyKind: kind,
    ...claims,
  });
  const body = { party: partyKey(gln), timeMs, claims: disclosed.map(commitment) };
  return submitted(signEvent(EventKind.PARTY, body, signer), disclosed);
}

/** An ENROL event, signed by the operator: binds device, key, first boot and party. */
export function enrolEvent(
  device: DeviceIdentity,
  facts: EnrolmentTerms,
  signer: Signer,
  timeMs: number,
): SubmittedEvent {
  const { partyGln, kind, country, objectsMax = 0, claimsMax = 0, claims, expiresMs } = facts;
  const disclosed = disclosuresOf({ deviceId: device.id, deviceKind: kind, deviceCountry: country, ...claims });
  const body = {
    device: device.device,
    algorithm: device.algorithm,
    publicKey: device.publicKey,
    boot: device.boot,
    party: partyKey(partyGln),
    timeMs,
    objectsMax,
    claimsMax,
    claims: disclosed.map(commitment),
    ...(expiresMs !== undefined && { expiresMs }),
  };
  return submitted(signEvent(EventKind.ENROL, body, signer), disclosed);
}

const disclosuresOf = (claims: Claims): Uint8Array[] => discloseClaims(claims, { randomBytes });

const submitted = (event: SignedEvent, disclosures: Uint8Array[]): SubmittedEvent => ({
  signedEvent: encodeSignedEvent(event),
  disclosures,
});
