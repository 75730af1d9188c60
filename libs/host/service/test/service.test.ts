import { z } from 'zod';
import {
  commonEnvironment,
  explainStartFailure,
  Health,
  Metrics,
  parseEnvironment,
  portNumber,
  startHealthServer,
} from '../index.js';

describe('configuration', () => {
  const schema = z.object({ ...commonEnvironment, CAIRN_API_PORT: portNumber(3000) });

  it('fills in what is not set, and takes an empty string as not set', () => {
    expect(parseEnvironment(schema, { CAIRN_DATA: '' })).toMatchObject({
      CAIRN_DATA: './data',
      CAIRN_API_PORT: 3000,
      CAIRN_PROFILE: 'embedded',
    });
  });

  it('names every wrong variable and never prints its value', () => {
    const wrong = { CAIRN_API_PORT: 'eighty', CAIRN_DATABASE_URL: 'mysql://root:hunter2@db' };
    expect(() => parseEnvironment(schema, wrong)).toThrow(
      /CAIRN_DATABASE_URL.*CAIRN_API_PORT|CAIRN_API_PORT.*CAIRN_DATABASE_URL/u,
    );
    expect(() => parseEnvironment(schema, wrong)).not.toThrow(/hunter2|eighty/u);
  });

  it.each(['eighty', '70000', '-1', '3.5', '1e3', '0x10', ' 80', 'NaN'])(
    'says what a port is in place of %s',
    (port) => {
      expect(() => parseEnvironment(schema, { CAIRN_API_PORT: port })).toThrow(
        'The configuration cannot be used. CAIRN_API_PORT: expected a whole number from 0 to 65535.',
      );
    },
  );

  it.each(['0', '3000', '65535'])('takes %s for a port', (port) => {
    expect(parseEnvironment(schema, { CAIRN_API_PORT: port }).CAIRN_API_PORT).toBe(Number(port));
  });
});

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

describe('a start that fails', () => {
  it('says what is wrong in one sentence', () => {
    expect(explainStartFailure(Object.assign(new Error('listen'), { code: 'EADDRINUSE', port: 1883 }))).toContain(
      'port 1883 is in use',
    );
    expect(explainStartFailure(Object.assign(new Error('write'), { code: 'ENOSPC', path: '/data/x' }))).toContain(
      'the disk is full',
    );
    expect(explainStartFailure(Object.assign(new Error('open'), { code: 'EACCES', path: '/data/x' }))).toContain(
      '/data/x cannot be written',
    );
  });
});
