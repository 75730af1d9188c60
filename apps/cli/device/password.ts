import { changePassword, endPassword } from '#libs/registry/enrolment';
import { LedgerReader } from '#libs/log/ledger';
import { databaseUrl, dataPaths } from '#libs/host/service';
import type { NodeEnvironment } from '../node-environment.js';

export interface PasswordOptions {
  readonly end?: boolean;
  readonly folder?: string;
  readonly json?: boolean;
}

/** Gives a device another password, or ends the one it has. */
export async function setDevicePassword(
  id: string,
  { end, folder, json }: PasswordOptions,
  environment: NodeEnvironment,
): Promise<void> {
  const reader = LedgerReader.open({ databaseUrl: databaseUrl(environment), name: 'cairn-device', connectionsMax: 2 });
  try {
    if (end) {
      await endPassword({ reader }, id);
      if (json) return console.log(JSON.stringify({ device: id, password: null }));
      console.log(`The password of ${id} is ended, and so is the connection that it opened.`);
      return tellBroker(id, environment);
    }
    const place = { reader, devicesFolder: dataPaths(environment.CAIRN_DATA).devices };
    const changed = await changePassword(place, { id, folder });
    if (json) return console.log(JSON.stringify({ device: id, ...changed }));
    console.log(`${id} has a new password; the one before is ended, and so is the connection that it opened.`);
    if (changed.folder !== undefined) console.log(`The device finds it in ${changed.folder}.`);
    console.log('The password, shown only now:');
    console.log(changed.password);
    tellBroker(id, environment);
  } finally {
    await reader.close();
  }
}

/** Where a broker outside keeps the passwords, nothing has happened there yet. */
export function tellBroker(id: string, { CAIRN_MQTT_URL }: NodeEnvironment): void {
  if (CAIRN_MQTT_URL === undefined) return;
  console.log(
    `The broker of this node keeps passwords of its own: end or set that of ${id} there too (docs/guides/operators.md, Devices and their passwords).`,
  );
}
