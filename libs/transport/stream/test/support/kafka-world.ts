import { randomBytes } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import type { WorldSupply } from './run-contract.js';

const LEASE_MS = 2_000;

/** Topics of their own on a running broker. */
export async function kafkaWorld(brokers: readonly string[], restartServer: () => Promise<void>): Promise<WorldSupply> {
  const topicPrefix = `cairn-test-${randomBytes(6).toString('hex')}.`;
  return {
    place: { options: { kind: 'kafka', brokers, topicPrefix, groupPrefix: topicPrefix, memberLeaseMs: LEASE_MS } },
    restartServer,
    remove: () => removeTopics(brokers, topicPrefix),
  };
}

async function removeTopics(brokers: readonly string[], topicPrefix: string): Promise<void> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(topicPrefix));
  await admin.deleteTopics({ topics });
  await admin.disconnect();
}
