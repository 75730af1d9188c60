import { useSha256 } from '#libs/core/tlog';
import { EnvironmentKeys, nativeSha256 } from '#libs/host/keys';
import {
  createLogger,
  parseEnvironment,
  reportFailedStart,
  runApp,
  unknownSettings,
  unknownText,
} from '#libs/host/service';
import { INGEST_NEEDS, ingestEnvironment } from './environment.js';
import { startIngest } from './start-ingest.js';

// Before anything else: no child, and nothing that shows the environment, shall have them.
const keys = EnvironmentKeys.take(process.env);
useSha256(nativeSha256);

try {
  const environment = parseEnvironment(ingestEnvironment, process.env, INGEST_NEEDS);
  const logger = createLogger({ name: 'ingest', level: environment.CAIRN_LOG_LEVEL });
  for (const unknown of unknownSettings(process.env)) logger.warn(unknownText(unknown));
  await runApp('ingest', logger, () => startIngest(environment, logger, { keys }));
} catch (error) {
  reportFailedStart('ingest', error);
  process.exit(1);
}
