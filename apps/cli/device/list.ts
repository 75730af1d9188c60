import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folderNameOf } from '#libs/registry/enrolment';
import { LedgerReader, type RegisteredDevice } from '#libs/log/ledger';
import { databaseUrl, dataPaths } from '#libs/host/service';
import type { NodeEnvironment } from '../node-environment.js';
import { stateOf } from './key-history.js';

const PAGE = 1_000;

/** All devices that the log knows. */
export async function listDevices(environment: NodeEnvironment, asJson: boolean): Promise<void> {
  const reader = LedgerReader.open({ databaseUrl: databaseUrl(environment), name: 'cairn-device', connectionsMax: 2 });
  try {
    const parties = new Map<string, string>();
    let count = 0;
    let after: Uint8Array | undefined;
    for (;;) {
      const page = await reader.registry.devices({ after, limit: PAGE });
      for (const device of page) {
        const party = Buffer.from(device.party).toString('hex');
        if (!parties.has(party)) {
          const found = await reader.registry.party(device.party);
          parties.set(party, found ? `${found.name ?? '?'} (${found.gln ?? '?'})` : '?');
        }
        print(device, parties.get(party)!, environment, asJson, count === 0);
        count += 1;
      }
      if (page.length < PAGE) break;
      after = page.at(-1)!.deviceKey;
    }
    if (!asJson) console.log(count === 0 ? 'No device is enrolled: cairn device enrol --help' : `\n${count} devices`);
  } finally {
    await reader.close();
  }
}

function print(
  device: RegisteredDevice,
  party: string,
  environment: NodeEnvironment,
  asJson: boolean,
  first: boolean,
): void {
  const { deviceId, logIndex, boots } = device;
  const folder = join(dataPaths(environment.CAIRN_DATA).devices, folderNameOf(deviceId));
  const scans = boots.reduce((sum, { lastCounter }) => sum + lastCounter, 0);
  const here = existsSync(folder);
  const state = stateOf(device, Date.now());
  if (asJson) {
    console.log(
      JSON.stringify({ device: deviceId, party, enrolledAt: logIndex, scans, state, ...(here && { folder }) }),
    );
    return;
  }
  if (first)
    console.log(
      `${'device'.padEnd(34)} ${'last scan'.padStart(9)} ${'enrolled at'.padStart(11)}  ${'key'.padEnd(11)}  party`,
    );
  console.log(
    `${deviceId.padEnd(34)} ${String(scans).padStart(9)} ${String(logIndex).padStart(11)}  ${state.padEnd(11)}  ${party}`,
  );
}
