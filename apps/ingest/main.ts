import { createLogger, parseEnvironment, reportFailedStart, runApp } from '#libs/service';
import { ingestEnvironment } from './environment.js';
import { startIngest } from './start-ingest.js';

try {
  const environment = parseEnvironment(ingestEnvironment, process.env);
  const logger = createLogger({ name: 'ingest', level: environment.CAIRN_LOG_LEVEL });
  await runApp('ingest', logger, () => startIngest(environment, logger));
} catch (error) {
  reportFailedStart('ingest', error);
  process.exit(1);
}
