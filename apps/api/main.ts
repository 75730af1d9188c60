import { fileURLToPath } from 'node:url';
import { ensureCustomsToken } from '#libs/registry/access';
import { useSha256 } from '#libs/core/tlog';
import { nativeSha256 } from '#libs/host/keys';
import {
  busyPort,
  createLogger,
  explainStartFailure,
  parseEnvironment,
  reportFailedStart,
  runApp,
  unknownSettings,
  unknownText,
} from '#libs/host/service';
import { apiCertificate, apiHost } from '#libs/host/tls';
import { ScanStream, whenRefused } from '#libs/transport/stream';
import { API_NEEDS, apiEnvironment } from './configuration.js';
import { createApi } from './create-api.js';
import { startApiHealth } from './start-health.js';

const PUBLIC_FOLDER = fileURLToPath(new URL('../../public', import.meta.url));

useSha256(nativeSha256);
try {
  const environment = parseEnvironment(apiEnvironment, process.env, API_NEEDS);
  const logger = createLogger({ name: 'api', level: environment.CAIRN_LOG_LEVEL });
  for (const unknown of unknownSettings(process.env)) logger.warn(unknownText(unknown));
  await runApp('api', logger, async () => {
    const certificate = apiCertificate(environment);
    ensureCustomsToken(environment.CAIRN_DATA);
    const app = await createApi({ environment, logger, publicFolder: PUBLIC_FOLDER }, certificate);
    // The public tier needs no stream, and goes on.
    whenRefused(app.get(ScanStream), 'lookups').catch((error: unknown) =>
      logger.error({ why: explainStartFailure(error) }, 'look-ups cannot be recorded: officers get no answer'),
    );
    const health = await startApiHealth(app, environment.CAIRN_HEALTH_HOST, environment.CAIRN_API_HEALTH_PORT);
    const port = environment.CAIRN_API_PORT;
    await app.listen(port, apiHost(environment)).catch((error: NodeJS.ErrnoException) => {
      const busy = { port, what: 'web pages and API', variable: 'CAIRN_API_PORT' };
      throw error.code === 'EADDRINUSE' ? busyPort(busy) : error;
    });
    return {
      stop: async () => {
        await app.close();
        await health.stop();
      },
    };
  });
} catch (error) {
  reportFailedStart('api', error);
  process.exit(1);
}
