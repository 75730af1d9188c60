import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataPaths } from '#libs/host/service';
import { environmentOf } from './program-environment.js';
import type { OwnWitness } from './own-witnesses.js';
import type { ProgramOptions } from './supervised-process.js';

// Its state is one checkpoint for each log.
const HEAP_MEGABYTES_MAX = 64;

/** `cairn witness` for a witness of this node's own: a process like anybody else's, that knows nothing but the policy. */
export const witnessProgram = (
  { name, keyName, folder }: OwnWitness,
  port: number,
  paths: DataPaths,
): Omit<ProgramOptions, 'onChange' | 'onReady' | 'logLimits'> => ({
  name: `witness-${name}`,
  program: fileURLToPath(new URL('../witness/main.js', import.meta.url)),
  arguments: ['witness', '--data', folder, '--name', keyName, '--policy', paths.policy, '--port', String(port)],
  environment: environmentOf('witness'),
  logFile: join(paths.root, 'logs', `witness-${name}.log`),
  heapMegabytesMax: HEAP_MEGABYTES_MAX,
});
