import { Health, Metrics } from '../index.js';
import { startHealthServer } from '../health-server.js';
import { all, exchangeRaw, GOOD_HOSTS, statusesOf, WRONG_HOSTS } from '../../../../test/kit/http/raw.js';

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

  it.each(['/health/live', '/nothing'])('answers no request that names no host, or several: %s', async (path) => {
    const server = await startHealthServer({ ...loopback, health: new Health(), metrics: new Metrics() });
    expect(await statusesOf(server.port, path, WRONG_HOSTS)).toEqual(all(WRONG_HOSTS, 400));
    expect(await statusesOf(server.port, path, GOOD_HOSTS)).toEqual(all(GOOD_HOSTS, path === '/nothing' ? 404 : 200));
    const { headers, body } = await exchangeRaw(server.port, `${WRONG_HOSTS['two hosts']!(path)}\r\n`); // it closes
    expect([headers, body]).toEqual([expect.stringMatching(/connection: close/iu), expect.stringContaining('Host')]);
    await server.stop();
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
