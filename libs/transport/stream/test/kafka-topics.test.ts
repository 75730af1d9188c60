import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { removeTopics } from '../../../../test/support/kafka-topics.js';
import { describeWithReal } from '../../../../test/support/services.js';
import { createScanStream, openScanStream } from '../index.js';
import { topicSettings } from '../kafka/topics.js';
import { kafkaWorld } from './support/kafka-world.js';

const SCRIPT = join(import.meta.dirname, '../../../../deploy/kafka/create-topics.sh');

it('deploy/kafka/create-topics.sh makes topics with the settings that the adapter would give them', () => {
  const told = [...readFileSync(SCRIPT, 'utf8').matchAll(/--config (?<name>[\w.]+)=(?<value>\S+)/g)];
  expect(Object.fromEntries(told.map(({ groups }) => [groups!['name'], groups!['value']]))).toEqual(
    topicSettings(3, 2),
  );
});

it('flushes each record to disk where no other broker has a copy', () => {
  expect(topicSettings(1, 1)).toMatchObject({ 'flush.messages': '1', 'min.insync.replicas': '1' });
  expect(topicSettings(3, 2)).not.toHaveProperty('flush.messages');
});

describeWithReal('kafka', 'the Kafka stream beside its contract', (where) => {
  const brokers = where.split(',');

  it('makes its topics with these settings, and leaves topics that exist as they are', async () => {
    const { place, remove } = await kafkaWorld(brokers, () => Promise.resolve());
    const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const topic = `${(place.options as { topicPrefix: string }).topicPrefix}scans.v1`;
    await admin.createTopics({ topics: [{ topic, numPartitions: 2 }] });
    const stream = createScanStream(place.options);
    expect(await stream.partitions('scans')).toBe(2);
    expect(await stream.partitions('receipts')).toBe(4);
    const described = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic.replace('scans', 'receipts') }],
    });
    const found = Object.fromEntries(
      described.resources[0]!.configEntries.map(({ configName, configValue }) => [configName, configValue]),
    );
    expect(found).toMatchObject({ 'cleanup.policy': 'delete', 'retention.ms': '-1', 'max.message.bytes': '5242880' });
    await admin.disconnect();
    await stream.close();
    await remove();
  });

  it('tells lag tools the progress of a group', async () => {
    const { place, remove } = await kafkaWorld(brokers, () => Promise.resolve());
    const { topicPrefix, groupPrefix } = place.options as { topicPrefix: string; groupPrefix: string };
    const stream = createScanStream(place.options);
    let taken!: () => void;
    const all = new Promise<void>((resolve) => (taken = resolve));
    await stream.append('scans', [{ partition: 1, value: new Uint8Array(3) }]);
    await stream.subscribe({
      stream: 'scans',
      group: 'readers',
      startAt: async () => new Map(),
      onBatch: async () => taken(),
    });
    await all;
    await stream.reportProgress('scans', 'readers', new Map([[1, 1]]));
    const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const [told] = await admin.fetchOffsets({
      groupId: `${groupPrefix}readers.scans`,
      topics: [`${topicPrefix}scans.v1`],
    });
    expect(told!.partitions.find(({ partition }) => partition === 1)).toMatchObject({ offset: '1' });
    await admin.disconnect();
    await stream.close();
    await remove();
  });

  it('keeps nodes that share a Kafka apart by CAIRN_KAFKA_PREFIX', async () => {
    const prefixes = ['one', 'two'].map((name) => `cairn-test-${randomBytes(6).toString('hex')}.${name}.`);
    const [one, two] = prefixes.map((CAIRN_KAFKA_PREFIX) =>
      openScanStream({ CAIRN_PROFILE: 'distributed', CAIRN_DATA: '.', CAIRN_KAFKA_BROKERS: where, CAIRN_KAFKA_PREFIX }),
    );
    const read: string[] = [];
    let seen!: () => void;
    const own = new Promise<void>((resolve) => (seen = resolve));
    await one!.append('scans', [{ partition: 0, value: new TextEncoder().encode('of one') }]);
    await two!.subscribe({
      stream: 'scans',
      group: 'readers',
      startAt: async () => new Map(),
      onBatch: async ({ records }) => {
        read.push(...records.map(({ value }) => new TextDecoder().decode(value)));
        if (read.includes('of two')) seen();
      },
    });
    await two!.append('scans', [{ partition: 0, value: new TextEncoder().encode('of two') }]);
    await own;
    expect(read).toEqual(['of two']);
    await Promise.all([one!.close(), two!.close()]);
    const removed = await Promise.all(prefixes.map((prefix) => removeTopics(brokers, prefix)));
    expect(removed.map((topics) => topics.length)).toEqual([3, 3]);
  });
});
