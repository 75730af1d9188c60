import { Health, Metrics } from '../index.js';
import { startHealthServer } from '../health-server.js';

describe('health and metrics over HTTP', () => {
  const loopback = { host: '127.0.0.1', port: 0, variable: 'CAIRN_TEST_HEALTH_PORT' };

  it('names the variable of a busy port', async () => {
    const parts = { health: new Health(), metrics: new Metrics() };
    const first = await startHealthServer({ ...loopback, ...parts });
    const second = startHealthServer({ ...loopback, ...parts, port: first.port });
    await expect(second).rejects.toThrow(
      `port ${first.port} (health and metrics) is in use by another program. Stop it, or set CAIRN_TEST_HEALTH_PORT to another port.`,
    );
    await first.stop();
  });

  it('is ready only while every check passes, and says what does not', async () => {
    const health = new Health();
    const metrics = new Metrics();
    let broken = false;
    health.addCheck('database', () => {
      if (broken) throw new Error('the database does not answer');
    });
    metrics.counter('cairn_test_things_total', 'things').inc(3);
    const server = await startHealthServer({ ...loopback, health, metrics });
    const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);
    expect((await get('/health/ready')).status).toBe(200);
    broken = true;
    const ready = await get('/health/ready');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({
      status: 'unavailable',
      checks: { database: 'the database does not answer' },
      notes: {},
    });
    expect((await get('/health/live')).status).toBe(200);
    expect(await (await get('/metrics')).text()).toContain('cairn_test_things_total 3');
    expect((await get('/other')).status).toBe(404);
    await server.stop();
  });
});
