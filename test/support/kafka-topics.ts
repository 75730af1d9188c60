import { Kafka, logLevel } from 'kafkajs';

/** Deletes what a test has left on a Kafka that it shares. @returns the names of the topics */
export async function removeTopics(brokers: readonly string[], prefix: string): Promise<readonly string[]> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    await admin.deleteTopics({ topics });
    return topics;
  } finally {
    await admin.disconnect();
  }
}
