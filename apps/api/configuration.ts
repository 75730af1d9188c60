import { z } from 'zod';
import { commonEnvironment, type Needs, portNumber, wholeNumber } from '#libs/host/service';
import { apiListenerEnvironment } from '#libs/host/tls';

/** What the api reads at its start. */
export const apiEnvironment = z.object({
  ...commonEnvironment,
  ...apiListenerEnvironment,
  /** Web pages, API and public log. 0 takes a free port. */
  CAIRN_API_PORT: portNumber(3000),
  /** Health and metrics, on loopback. 0 takes a free port. */
  CAIRN_API_HEALTH_PORT: portNumber(3003),
  /** Connections to the database, of which PostgreSQL has 100 for all programs together. Too few make questions wait. */
  CAIRN_API_DATABASE_CONNECTIONS: wholeNumber({ min: 1, max: 64, standard: 6 }),
});

/** What it cannot do without. */
export const API_NEEDS: Needs = { of: ['database', 'stream'], program: 'api' };

export type ApiEnvironment = z.output<typeof apiEnvironment>;
