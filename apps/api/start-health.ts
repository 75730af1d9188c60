import type { INestApplication } from '@nestjs/common';
import { type Health, type HealthServer, type Metrics, startHealthServer } from '#libs/host/service';
import { API_HEALTH, API_METRICS } from './tokens.js';

/**
 * Serves what operators ask, apart from the public: details name databases and folders, and counters tell how often customs asks.
 * @param port 0 takes a free one.
 * @throws {StartError} when the port is busy.
 */
export const startApiHealth = (app: INestApplication, host: string, port: number): Promise<HealthServer> =>
  startHealthServer({
    host,
    port,
    variable: 'CAIRN_API_HEALTH_PORT',
    health: app.get<Health>(API_HEALTH),
    metrics: app.get<Metrics>(API_METRICS),
  });
