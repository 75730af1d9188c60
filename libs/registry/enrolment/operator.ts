import { readFileSync } from 'node:fs';
import type { PublicKey } from '#libs/sdk/device';
import { type EnvironmentKeys, NodeKeys, type Signer } from '#libs/host/keys';
import { dataPaths } from '#libs/host/service';
import { EnrolmentError } from './errors.js';

/** What only the operator of a node has: it makes enrolments, and says whose receipts devices may believe. */
export interface Operator {
  readonly signer: Signer;
  /** 32 bytes: MAC of stream records. */
  readonly streamKey: Uint8Array;
  readonly logOrigin: string;
  readonly receiptKey: PublicKey;
  /** Folder of the devices whose keys lie on this machine. */
  readonly devicesFolder: string;
}

/** Reads them from CAIRN_DATA, where the first start of the node put them, or takes those of the environment. @throws {EnrolmentError} NODE_KEYS_MISSING */
export function loadOperator(dataFolder: string, environment?: EnvironmentKeys): Operator {
  const paths = dataPaths(dataFolder);
  const keys = new NodeKeys(paths, environment);
  try {
    const { algorithm, publicKey } = keys.load('receipt');
    return {
      signer: keys.load('operator'),
      streamKey: keys.streamKey(),
      logOrigin: readFileSync(paths.logOrigin, 'utf8').trim(),
      receiptKey: { algorithm, publicKey },
      devicesFolder: paths.devices,
    };
  } catch (cause) {
    throw new EnrolmentError(
      'NODE_KEYS_MISSING',
      `${paths.root} does not hold the keys of a node (${(cause as Error).message}): start one there first, or set CAIRN_DATA`,
      { cause },
    );
  }
}
