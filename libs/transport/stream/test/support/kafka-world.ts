import { randomBytes } from 'node:crypto';
import { removeTopics } from '../../../../../test/support/kafka-topics.js';
import type { WorldSupply } from './run-contract.js';

const LEASE_MS = 2_000;

/** Topics of their own on a running broker. */
export async function kafkaWorld(brokers: readonly string[], restartServer: () => Promise<void>): Promise<WorldSupply> {
  const topicPrefix = `cairn-test-${randomBytes(6).toString('hex')}.`;
  return {
    place: { options: { kind: 'kafka', brokers, topicPrefix, groupPrefix: topicPrefix, memberLeaseMs: LEASE_MS } },
    restartServer,
    remove: async () => void (await removeTopics(brokers, topicPrefix)),
  };
}
