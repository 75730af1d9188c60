import { existsSync } from 'node:fs';
import { type DatabaseProgram, dataPaths } from './paths.js';

/** Others that a program talks to. */
export type Need = 'database' | 'stream' | 'broker';

/** What a program cannot do without, beside what its schema says of each variable alone. */
export interface Needs {
  readonly of: readonly Need[];
  /** Whose address of the node's own PostgreSQL counts. Default: the owner's. */
  readonly program?: DatabaseProgram;
  /** It makes the database of the embedded profile itself. */
  readonly makesDatabase?: boolean;
}

/** @param present variables that are set, right or wrong. @returns a line for each one that is missing. */
export function unmetNeeds(needs: Needs, present: Readonly<Record<string, string>>): string[] {
  const isDistributed = present['CAIRN_PROFILE'] === 'distributed';
  const isMissing: Readonly<Record<Need, () => boolean>> = {
    database: () =>
      present['CAIRN_DATABASE_URL'] === undefined &&
      !(needs.makesDatabase && !isDistributed) &&
      !existsSync(addressFile(needs, present)),
    stream: () => isDistributed && present['CAIRN_KAFKA_BROKERS'] === undefined,
    broker: () => isDistributed && present['CAIRN_MQTT_URL'] === undefined,
  };
  const text: Readonly<Record<Need, string>> = {
    database: isDistributed
      ? 'CAIRN_DATABASE_URL: the distributed profile needs it, as postgres://user:password@host:port/database'
      : 'CAIRN_DATABASE_URL: no node has been started in CAIRN_DATA with cairn up, so it has to say where PostgreSQL is',
    stream: 'CAIRN_KAFKA_BROKERS: the distributed profile needs it, as host:port[,host:port]',
    broker: 'CAIRN_MQTT_URL: the distributed profile needs it, as mqtts://user:password@host:port',
  };
  return needs.of.filter((need) => isMissing[need]()).map((need) => text[need]);
}

function addressFile({ program }: Needs, present: Readonly<Record<string, string>>): string {
  const { databaseUrl, programDatabaseUrls } = dataPaths(present['CAIRN_DATA'] ?? './data');
  return program ? programDatabaseUrls[program] : databaseUrl;
}
