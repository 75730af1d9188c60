import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import {
  commonEnvironment,
  createLogger,
  type Logger,
  parseEnvironment,
  type RunningApp,
  runApp,
} from '#libs/host/service';
import { formatVkey, isKeyName } from '#libs/core/tlog';
import { openWitness, startWitnessServer, type Witness } from '#libs/log/witness';
import { USAGE_EXIT, UsageError } from '../run-command.js';
import {
  followedBy,
  pathPrefix,
  publicUrl,
  requireOutsideNodes,
  standardName,
  type WitnessCommandOptions,
} from './options.js';

const HELP = `
A witness cosigns a log's checkpoint only if it continues the newest one of that log that it has cosigned: so a log cannot show two
truths to two readers who both ask for the witness's cosignature. It needs the log's key and an own folder, nothing of the node.

  npx cairn witness --data witness --name witness.example.org/w1 --policy policy.txt

The folder holds its key (key.pem, mode 0600) and the newest checkpoint of each log. Never restore an older copy of it: see
docs/guides/witnesses.md. --log may be given several times; a log that changes its key has two for a while. A --policy that has the key of this
witness under another name, or its name with another key, is refused: whoever goes by it would drop each cosignature. CAIRN_LOG_LEVEL (info): how
much is written to standard error, as JSON. Ctrl-C stops it.`;

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Adds `cairn witness`. */
export function registerWitnessCommand(program: Command): void {
  program
    .command('witness')
    .description('cosign the checkpoints of logs, as a witness that stands alone')
    .requiredOption('--data <folder>', 'folder of this witness, outside every CAIRN_DATA; made at the first start')
    .option('--log <vkey>', 'key of a log to follow; may be repeated', collect, [])
    .option('--policy <file>', 'follow the logs of this policy file; if it names this witness, then as it is')
    .option(
      '--name <name>',
      'name in its cosignatures, for ever, such as witness.example.org/w1 (default: <host>/witness)',
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 takes a free one', portNumber, 3010)
    .option('--url-prefix <path>', 'path before /add-checkpoint, such as /w1', '')
    .option('--public-url <url>', 'where logs reach it, if a proxy stands in front; only printed')
    .addHelpText('after', HELP)
    .action(async (options: WitnessCommandOptions) => {
      try {
        const { CAIRN_LOG_LEVEL: level } = parseEnvironment(environment, process.env);
        const logger = createLogger({ name: 'witness', level });
        const start = prepare(options, logger);
        await runApp('witness', logger, start);
      } catch (error) {
        console.error((error as Error).message);
        process.exit(error instanceof UsageError ? USAGE_EXIT : 1);
      }
    });
}

const environment = z.object({ CAIRN_LOG_LEVEL: commonEnvironment.CAIRN_LOG_LEVEL });

/** @throws {UsageError} for words that make no sense, before anything is made */
function prepare(options: WitnessCommandOptions, logger: Logger): () => Promise<RunningApp> {
  const { data, host, port, name = standardName(data), publicUrl: given } = options;
  if (name !== undefined && !isKeyName(name))
    throw new UsageError(`--name ${name} cannot be: a name is not empty and has neither space nor plus.`);
  const followed = followedBy(options);
  const prefix = pathPrefix(options.urlPrefix);
  publicUrl({ ...(given !== undefined && { given }), host, port, prefix });
  requireOutsideNodes(data);
  return async () => {
    const { witness, close } = await openWitness({ folder: data, ...followed, ...(name !== undefined && { name }) });
    try {
      const server = await startWitnessServer({ witness, host, port, prefix, logger });
      const url = publicUrl({ ...(given !== undefined && { given }), host, port: server.port, prefix });
      print(witness, { url, port: server.port });
      return {
        stop: async () => {
          await server.stop();
          await close();
        },
      };
    } catch (error) {
      await close();
      throw error;
    }
  };
}

function print(witness: Witness, { url, port }: { readonly url: string; readonly port: number }): void {
  const { vkey } = witness;
  console.log(`${vkey.name} is ready on port ${port}`);
  for (const { origin, vkeys, latest } of witness.logs()) {
    const keys = vkeys.length === 1 ? '' : `, ${vkeys.length} keys`;
    console.log(`  witnesses ${origin}${keys}: ${latest ? `size ${latest.size}` : 'nothing cosigned yet'}`);
  }
  console.log('Its line for a policy file:');
  console.log(`witness ${vkey.name} ${formatVkey(vkey)} ${url}`);
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/u.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('a number from 0 to 65535 is expected.');
  return Number(text);
}
