// Second program of the naive build: from Kafka one message at a time, a transaction for each with the hash of the scan before, a receipt.
import { createHash } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { connectAsync } from 'mqtt';
import { decodeSignedScan, receiptTopic } from '#libs/core/wire';
import { openDatabase, Scan } from './entities.js';
import { type NaiveReceipt, naiveSettings, TOPIC } from './settings.js';

const { databaseUrl, kafkaBroker, mqttUrl } = naiveSettings();
const database = await openDatabase(databaseUrl);
const client = await connectAsync(mqttUrl, { clientId: 'naive-writer' });

async function write(deviceId: string, payload: Buffer): Promise<void> {
  const { device, counter } = decodeSignedScan(payload);
  const saved = await database.transaction(async (manager) => {
    const [last] = await manager.find(Scan, { order: { index: 'DESC' }, take: 1 });
    const previousHash = last?.hash ?? '';
    const hash = createHash('sha256').update(previousHash).update(payload).digest('hex');
    return manager.save(Scan, { device: Buffer.from(device).toString('hex'), counter, payload, previousHash, hash });
  });
  const receipt: NaiveReceipt = { counter, index: saved.index!, hash: saved.hash };
  await client.publishAsync(receiptTopic(deviceId), JSON.stringify(receipt), { qos: 1 });
}

const consumer = new Kafka({ brokers: [kafkaBroker], logLevel: logLevel.ERROR }).consumer({ groupId: 'naive-writer' });
await consumer.connect();
await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
consumer.on(consumer.events.GROUP_JOIN, () => process.send!('ready'));
await consumer.run({ eachMessage: ({ message }) => write(message.key!.toString(), message.value!) });
process.on('disconnect', () => process.exit(0));
