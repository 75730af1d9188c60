import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KafkaScanStream } from '../kafka/adapter.js';
import { openScanStream, type StreamEnvironment } from '../open-scan-stream.js';
import { PostgresScanStream } from '../postgres/adapter.js';

const folder = mkdtempSync(join(tmpdir(), 'cairn-stream-'));
afterAll(() => rmSync(folder, { recursive: true }));

const environment = (changes: Partial<StreamEnvironment>): StreamEnvironment => ({
  CAIRN_PROFILE: 'embedded',
  CAIRN_DATA: folder,
  ...changes,
});

it('is of PostgreSQL in the embedded profile and of Kafka in the distributed one, whatever else is set', async () => {
  const both = { CAIRN_DATABASE_URL: 'postgres://127.0.0.1:1/none', CAIRN_KAFKA_BROKERS: '127.0.0.1:1,127.0.0.1:2' };
  const streams = (['embedded', 'distributed'] as const).map((CAIRN_PROFILE) =>
    openScanStream(environment({ CAIRN_PROFILE, ...both })),
  );
  expect(streams.map(({ constructor }) => constructor)).toEqual([PostgresScanStream, KafkaScanStream]);
  await Promise.all(streams.map((stream) => stream.close()));
});

it('is refused where the brokers or the database of the profile are not known', () => {
  expect(() => openScanStream(environment({ CAIRN_PROFILE: 'distributed' }))).toThrow(
    expect.objectContaining({
      name: 'ConfigurationError',
      message: 'The distributed profile needs CAIRN_KAFKA_BROKERS.',
    }),
  );
  expect(() => openScanStream(environment({}))).toThrow(expect.objectContaining({ name: 'ConfigurationError' }));
});
