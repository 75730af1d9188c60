import { readDeviceKeys } from '#libs/registry/enrolment';
import { LedgerReader, type RegisteredDevice } from '#libs/log/ledger';
import type { DeviceKeys } from '#libs/core/keys';
import { bytesEqual, deviceKey } from '#libs/core/wire';
import { databaseUrl } from '#libs/host/service';
import { momentText } from '../moment.js';
import type { NodeEnvironment } from '../node-environment.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export interface KeyHistory {
  readonly keys: readonly {
    readonly key: string;
    readonly algorithm: number;
    readonly state: KeyStateName;
    /** Log indexes of the entries that made it known and ended it. */
    readonly from: number;
    readonly to?: number;
    readonly expires?: string;
    readonly compromisedSince?: string;
  }[];
  readonly boots: readonly {
    readonly boot: string;
    readonly from: number;
    readonly lastCounter: number;
    readonly statementHash?: string;
  }[];
  /** Counters of one boot that one key signs. */
  readonly segments: readonly {
    readonly boot: string;
    readonly key: string;
    readonly from: number;
    readonly to?: number;
    readonly endedBy?: string;
  }[];
  /** Payloads of this device that were not taken. */
  readonly refused: number;
}

export type KeyStateName = 'active' | 'expired' | 'replaced' | 'retired' | 'compromised';

/** What the log knows of the keys of a device. @throws {EnrolmentError} DEVICE_UNKNOWN; errors of the database */
export async function readKeyHistory(id: string, environment: NodeEnvironment): Promise<KeyHistory> {
  const reader = LedgerReader.open({ databaseUrl: databaseUrl(environment), name: 'cairn-device', connectionsMax: 2 });
  try {
    const keys = await readDeviceKeys(reader, deviceKey(id), id);
    const device = (await reader.registry.device(deviceKey(id)))!;
    const boots = await Promise.all(
      device.boots.map(async ({ boot, fromLogIndex, lastCounter }) => {
        const hash = (await reader.registry.lastLogged(boot))?.statementHash;
        return { boot: hex(boot), from: fromLogIndex, lastCounter, ...(hash && { statementHash: hex(hash) }) };
      }),
    );
    return { ...describeKeys(keys, Date.now()), boots, refused: await reader.rejects.countOf(deviceKey(id)) };
  } finally {
    await reader.close();
  }
}

export function describeKeys(keys: DeviceKeys, nowMs: number): Omit<KeyHistory, 'boots' | 'refused'> {
  return {
    keys: keys.keys.map((key) => {
      const last = keys.segments.filter(({ keyId }) => bytesEqual(keyId, key.keyId)).at(-1);
      const { closedIndex, closedBy } = last ?? {};
      const { expiresMs, compromised } = key;
      const isActive = keys.activeKey !== undefined && bytesEqual(keys.activeKey.keyId, key.keyId);
      const ended: KeyStateName = closedBy === 'retire' ? 'retired' : 'replaced';
      const open: KeyStateName = expiresMs !== undefined && expiresMs <= nowMs ? 'expired' : 'active';
      return {
        key: hex(key.keyId),
        algorithm: key.algorithm,
        state: compromised ? 'compromised' : isActive ? open : ended,
        from: key.logIndex,
        ...(!isActive && closedIndex !== undefined && { to: closedIndex }),
        ...(expiresMs !== undefined && { expires: momentText(expiresMs) }),
        ...(compromised?.sinceMs !== undefined && { compromisedSince: momentText(compromised.sinceMs) }),
      };
    }),
    segments: keys.segments.map(({ boot, keyId, from, to, closedBy }) => ({
      boot: hex(boot),
      key: hex(keyId),
      from,
      ...(to !== undefined && { to }),
      ...(closedBy !== undefined && { endedBy: closedBy }),
    })),
  };
}

/** In one word, for a list. */
export function stateOf({ keys }: RegisteredDevice, nowMs: number): KeyStateName {
  const active = keys.find(({ toLogIndex }) => toLogIndex === null);
  if (active) return active.expiresMs !== null && active.expiresMs <= nowMs ? 'expired' : 'active';
  return keys.at(-1)?.compromisedLogIndex === null ? 'retired' : 'compromised';
}

export function printKeyHistory(id: string, { keys, boots, segments, refused }: KeyHistory): void {
  console.log('\nKeys in the log (times are UTC)');
  for (const { key, state, from, to, expires, compromisedSince } of keys) {
    const until = to === undefined ? '' : `, ended by entry ${to}`;
    const more = `${expires ? `, expires ${expires}` : ''}${compromisedSince ? `, since ${compromisedSince}` : ''}`;
    console.log(`  ${key}  ${state.padEnd(11)} from entry ${from}${until}${more}`);
  }
  console.log('Boots');
  for (const { boot, from, lastCounter, statementHash } of boots) {
    const hash = statementHash ? `, statement ${statementHash}` : '';
    console.log(`  ${boot}  from entry ${from}, last logged counter ${lastCounter}${hash}`);
  }
  console.log('Counters by key');
  for (const { boot, key, from, to, endedBy } of segments) {
    const end = endedBy === undefined ? 'on' : to === undefined ? 'nothing more' : `to ${to}`;
    console.log(`  ${boot.slice(0, 8)}  ${key}  from ${from} ${end}${endedBy ? ` (${endedBy})` : ''}`);
  }
  if (refused > 0) console.log(`Refused: ${refused}. Why, and when: npx cairn device rejects ${id}`);
}
