import { type KeptReject, LedgerReader } from '#libs/log/ledger';
import { deviceKey } from '#libs/core/wire';
import { databaseUrl } from '#libs/host/service';
import type { NodeEnvironment } from '../node-environment.js';
import { printable } from '#libs/words';
import { UsageError } from '../run-command.js';

export interface RejectsOptions {
  readonly limit: number;
  readonly json?: boolean;
}

// More than anybody reads; a page of the table is read for each.
const LIMIT_MAX = 10_000;

/** What was refused and not taken as a scan or an event, the latest first. @param id of a device, all where it is absent */
export async function listRejects(
  id: string | undefined,
  { limit, json }: RejectsOptions,
  environment: NodeEnvironment,
): Promise<void> {
  if (limit < 1 || limit > LIMIT_MAX) throw new UsageError(`--limit goes from 1 to ${LIMIT_MAX}.`);
  const reader = LedgerReader.open({ databaseUrl: databaseUrl(environment), name: 'cairn-device', connectionsMax: 1 });
  try {
    const key = id === undefined ? undefined : deviceKey(id);
    if (key && !(await reader.registry.device(key)))
      throw new UsageError(`The log knows no device ${id}: cairn device list shows those that it knows.`);
    const rejects = await reader.rejects.latest({ deviceKey: key, limit });
    if (json) return rejects.forEach((one) => console.log(JSON.stringify(asData(one))));
    if (rejects.length === 0)
      return console.log(id === undefined ? 'Nothing was refused.' : `Nothing of ${id} was refused.`);
    for (const one of rejects) console.log(asText(one));
    if (rejects.length === limit) console.log(`\nThe latest ${limit}: --limit shows more.`);
  } finally {
    await reader.close();
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Without milliseconds, in UTC: as the log's own times are shown. */
const momentOf = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

function asText({
  lastAt,
  deviceId,
  deviceKey: key,
  counter,
  reason,
  text,
  final,
  times,
  logIndex,
}: KeptReject): string {
  const who = deviceId ?? (key ? `unknown device ${hex(key).slice(0, 16)}` : 'unreadable');
  const what = counter === null ? '' : `, counter ${counter}`;
  const notes = [
    final ? 'for good' : 'may be sent again',
    ...(times > 1 ? [`${times} times`] : []),
    ...(logIndex === null ? [] : [`told by entry ${logIndex}`]),
  ];
  return `${momentOf(lastAt)}  ${who}${what}: ${reason} (${notes.join(', ')})\n    ${printable(text)}`;
}

function asData(one: KeptReject): object {
  const { payloadHash, deviceId, deviceKey: key, boot, firstAt, lastAt, ...rest } = one;
  return {
    device: deviceId,
    deviceKey: key && hex(key),
    boot: boot && hex(boot),
    ...rest,
    payloadHash: hex(payloadHash),
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  };
}
