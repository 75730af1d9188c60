import { randomBytes } from 'node:crypto';
import { buildScan, type ChainPosition, discloseClaims } from '#libs/sdk/device';
import { readEntry } from '#libs/core/entries';
import { describeTrail, type TrailDescription } from '#libs/core/verdict';
import { commitment, decodeSignedScan, deviceKey, EventKind, partyKey } from '#libs/core/wire';
import { signerOf } from '#libs/host/keys';
import { MemoryLog } from '../../../../test/kit/core/memory-log.js';
import { laneDevices, laneParties } from '../../lane/cast.js';
import type { LaneStep } from '../../lane/step.js';

/** Logs a lane in memory as it arrives, with real keys and enrolments. @returns what its objects' trails then say */
export function logLane(steps: readonly LaneStep[]): (object: string) => Promise<TrailDescription> {
  const log = new MemoryLog();
  const timeMs = Date.UTC(2022, 0, 1);
  for (const { gln, name, country, kind } of laneParties()) {
    const disclosures = disclose({ partyGln: gln, partyName: name, partyCountry: country });
    const body = { party: partyKey(gln), timeMs, claims: disclosures.map(commitment), kind, demo: true };
    log.appendEvent(EventKind.PARTY, body, log.operatorSigner, { disclosures });
  }
  const devices = new Map(laneDevices().map((device) => [device.id, enrol(log, device)]));
  for (const step of steps) {
    const device = devices.get(step.device)!;
    const options = { nowMs: () => step.timeMs, zoneOffsetMinutes: 0, randomBytes };
    const { payload, statementHash } = buildScan(step.scan(step.timeMs), device.by, options).seal(device.position);
    device.position = { counter: device.position.counter + 1, previous: statementHash };
    const { uris, disclosures, ...scan } = decodeSignedScan(payload);
    log.appendScan({ ...scan, receivedTimeMs: Date.UTC(2026, 0, 1) }, { uris, disclosures });
  }
  const entries = Array.from({ length: log.size }, (_, logIndex) => readEntry(log.entry(logIndex)));
  return (object) => describeTrail({ object, origin: log.origin, entries });
}

function enrol(log: MemoryLog, { id, partyGln, privateKey }: ReturnType<typeof laneDevices>[number]) {
  const signer = signerOf(privateKey);
  const { algorithm, publicKey } = signer;
  const boot = new Uint8Array(randomBytes(16));
  const body = { device: deviceKey(id), algorithm, publicKey, boot, party: partyKey(partyGln) };
  const rest = { timeMs: Date.UTC(2022, 0, 1), objectsMax: 0, claimsMax: 0, claims: [] };
  log.appendEvent(EventKind.ENROL, { ...body, ...rest }, log.operatorSigner);
  const position: ChainPosition = { counter: 0, previous: new Uint8Array(32) };
  return { by: { device: deviceKey(id), boot, signer }, position };
}

const disclose = (claims: Readonly<Record<string, string>>): Uint8Array[] => discloseClaims(claims, { randomBytes });
