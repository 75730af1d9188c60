import { LRUCache } from 'lru-cache';
import type { ScanArrival } from '#libs/transport/mqtt';
import {
  bytesEqual,
  checkScanPrivateParts,
  deviceKey,
  judgeScanTime,
  type PublicScan,
  type ReasonCode,
  type ScanHeader,
  ScanError,
  type SignedScan,
  statementBytes,
} from '#libs/core/wire';
import type { SignatureCheck } from '#libs/core/signatures';
import { byteName, type DeviceRegistry, type GateDevice, type GateKey } from '../registry/device-registry.js';
import { EventAllowance } from './event-allowance.js';
import { eventFault, type EventSetting } from './event-form.js';
import { readPayload, type Fault } from './read-payload.js';

/** What is known of an arrival before its signature was checked. */
export interface Candidate {
  readonly arrival: ScanArrival;
  /** Of the topic: whom an answer goes to, and which partition. */
  readonly device: Uint8Array;
  /** The payload is an event, or a change of the password, that anchor is to judge: its signature is not checked here. */
  readonly isEvent?: true;
  /** Where the payload is exactly a scan. */
  readonly scan?: SignedScan;
  /** What the device signed, where it could be read and is this device's. */
  readonly statement?: PublicScan;
  readonly fault?: Fault;
  /** Absent where there is no statement or no key. */
  readonly check?: SignatureCheck;
  /** The key or the device is not in the registry as we have it. */
  readonly unknown?: true;
}

const DEVICE_KEYS_MAX = 20_000;

const EVENTS_TOO_MANY: Fault = { reason: 'OVERLOADED', detail: 'this device has sent many events: wait a minute' };

/** Judges everything about a scan but its signature. Never throws: what cannot be judged now is refused for now. */
export class ScanJudge {
  readonly #deviceKeys = new LRUCache<string, Uint8Array>({ max: DEVICE_KEYS_MAX });

  constructor(
    private readonly registry: DeviceRegistry,
    private readonly onUnexpected: (error: unknown) => void,
    private readonly passwords: EventSetting['passwords'],
    private readonly eventAllowance = new EventAllowance(),
  ) {}

  judge(arrival: ScanArrival): Candidate {
    const device = this.#deviceKey(arrival.deviceId);
    try {
      return arrival.channel === 'events' ? this.#judgeEvent(arrival, device) : this.#judge(arrival, device);
    } catch (error) {
      // A mistake of ours: the scan stays with its device and the flow goes on.
      this.onUnexpected(error);
      return { arrival, device, fault: { reason: 'OVERLOADED' } };
    }
  }

  #judgeEvent(arrival: ScanArrival, device: Uint8Array): Candidate {
    const fault = eventFault(arrival.payload, { device, passwords: this.passwords });
    if (fault) return { arrival, device, fault };
    if (!this.registry.find(device)) return { arrival, device, fault: { reason: 'DEVICE_UNKNOWN' }, unknown: true };
    // Last, so that only what anchor would have to judge is counted.
    if (!this.eventAllowance.take(arrival.deviceId)) return { arrival, device, fault: EVENTS_TOO_MANY };
    return { arrival, device, isEvent: true };
  }

  #judge(arrival: ScanArrival, device: Uint8Array): Candidate {
    const read = readPayload(arrival.payload);
    const statement = read.kind === 'scan' ? read.scan : read.statement;
    if (!statement || !bytesEqual(statement.device, device)) {
      // A statement of another device is not evidence against that one: it is not carried on.
      return { arrival, device, fault: read.kind === 'fault' ? read.fault : { reason: 'TOPIC_MISMATCH' } };
    }
    const owner = this.registry.find(device);
    const key = owner?.keys.get(byteName(statement.keyId));
    const found = { arrival, device, statement };
    if (!owner || !key) {
      const fault =
        read.kind === 'fault' ? read.fault : ({ reason: owner ? 'KEY_UNKNOWN' : 'DEVICE_UNKNOWN' } as const);
      return { ...found, fault, unknown: true };
    }
    const check = signatureCheck(statement, key);
    if (read.kind === 'fault') return { ...found, fault: read.fault, check };
    const fault = faultOf(read.scan, read.header, owner, arrival.receivedTimeMs);
    return { ...found, scan: read.scan, check, ...(fault && { fault }) };
  }

  #deviceKey(deviceId: string): Uint8Array {
    let key = this.#deviceKeys.get(deviceId);
    if (!key) this.#deviceKeys.set(deviceId, (key = deviceKey(deviceId)));
    return key;
  }
}

const signatureCheck = (statement: PublicScan, { algorithm, publicKey }: GateKey): SignatureCheck => ({
  algorithm,
  publicKey,
  message: statementBytes(statement),
  signature: statement.signature,
});

function faultOf(
  scan: SignedScan,
  header: ScanHeader,
  { objectsMax, claimsMax }: GateDevice,
  receivedTimeMs: number,
): Fault | undefined {
  if (objectsMax > 0 && header.objects.length > objectsMax) return { reason: 'DEVICE_LIMIT_OBJECTS' };
  if (claimsMax > 0 && header.claims.length > claimsMax) return { reason: 'DEVICE_LIMIT_CLAIMS' };
  try {
    checkScanPrivateParts(header, scan.uris, scan.disclosures);
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    return { reason: error.code satisfies ReasonCode, detail: error.message };
  }
  const reason = judgeScanTime({ eventTimeMs: header.eventTimeMs, receivedTimeMs });
  return reason && { reason };
}
