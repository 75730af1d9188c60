import type { EnvironmentKeys } from '#libs/host/keys';
import { LedgerReader } from '#libs/log/ledger';
import { type CommonEnvironment, databaseUrl, dataPaths } from '#libs/host/service';
import { openScanStream } from '#libs/transport/stream';
import { CodesRegistrar } from './codes-registrar.js';
import { EnrolmentCodes } from './enrolment-codes.js';
import { KeyRegistrar } from './key-registrar.js';
import { NextKeyInEnvironment, NextKeyInFile } from './next-operator-key.js';
import { OperatorKeyRegistrar } from './operator-keys.js';
import { loadOperator } from './operator.js';
import { Registrar, type RegistrarOptions } from './registrar.js';

/**
 * The registrar of the node whose data folder the environment names, with its stream and database.
 *
 * @throws {EnrolmentError} NODE_KEYS_MISSING; ConfigurationError when no database, or no broker of the stream, is known.
 */
export function openRegistrar(
  environment: CommonEnvironment,
  {
    keys: environmentKeys,
    ...options
  }: Pick<RegistrarOptions, 'broker' | 'loggedTimeoutMs'> & {
    /** That came in the environment. */
    readonly keys?: EnvironmentKeys | undefined;
  },
): {
  registrar: Registrar;
  keys: KeyRegistrar;
  enrolmentCodes: EnrolmentCodes;
  codes: CodesRegistrar;
  operatorKeys: OperatorKeyRegistrar;
  reader: LedgerReader;
  close(): Promise<void>;
} {
  const operator = loadOperator(environment.CAIRN_DATA, environmentKeys);
  const url = databaseUrl(environment);
  const stream = openScanStream(environment);
  const reader = LedgerReader.open({ databaseUrl: url, name: 'cairn-enrolment', connectionsMax: 2 });
  const common = { operator, stream, reader, ...options };
  const nextKey = environmentKeys?.has('operator')
    ? new NextKeyInEnvironment(environmentKeys)
    : new NextKeyInFile(dataPaths(environment.CAIRN_DATA).operatorKey);
  return {
    registrar: new Registrar(common),
    keys: new KeyRegistrar(common),
    enrolmentCodes: new EnrolmentCodes(common),
    codes: new CodesRegistrar(common),
    operatorKeys: new OperatorKeyRegistrar(common, nextKey),
    reader,
    async close() {
      await stream.close();
      await reader.close();
    },
  };
}
