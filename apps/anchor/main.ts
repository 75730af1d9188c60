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
import { ANCHOR_NEEDS, anchorEnvironment } from './environment.js';
import { startAnchor } from './start-anchor.js';

// Before anything else: no child, and nothing that shows the environment, shall have them.
const keys = EnvironmentKeys.take(process.env);
useSha256(nativeSha256);

try {
  const environment = parseEnvironment(anchorEnvironment, process.env, ANCHOR_NEEDS);
  const logger = createLogger({ name: 'anchor', level: environment.CAIRN_LOG_LEVEL });
  for (const unknown of unknownSettings(process.env)) logger.warn(unknownText(unknown));
  await runApp('anchor', logger, async () => {
    const running = await startAnchor(environment, logger, { keys });
    running.anchor.failed.catch((error: unknown) => {
      reportFailedStart('anchor', error, logger);
      process.exit(1);
    });
    return running;
  });
} catch (error) {
  reportFailedStart('anchor', error);
  process.exit(1);
}
