// First program of the naive build: MQTT in, one message at a time; verified; into Kafka; only then acknowledged.
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { connectAsync } from 'mqtt';
import { decodeSignedScan, scanTopic, statementBytes } from '#libs/core/wire';
import { Device, openDatabase } from './entities.js';
import { naiveSettings, TOPIC } from './settings.js';

const { databaseUrl, kafkaBroker, mqttUrl } = naiveSettings();
const database = await openDatabase(databaseUrl);
const keys = new Map<string, KeyObject>();
for (const { key, publicKey } of await database.getRepository(Device).find())
  keys.set(key, createPublicKey({ key: publicKey, format: 'der', type: 'spki' }));

const producer = new Kafka({ brokers: [kafkaBroker], logLevel: logLevel.ERROR }).producer({
  createPartitioner: Partitioners.DefaultPartitioner,
});
await producer.connect();

async function take(topic: string, payload: Buffer): Promise<void> {
  const scan = decodeSignedScan(payload);
  const key = keys.get(Buffer.from(scan.device).toString('hex'));
  if (!key || !verify(null, statementBytes(scan), key, scan.signature))
    return console.error('naive: a scan was refused');
  const device = topic.split('/').at(-1)!;
  await producer.send({ topic: TOPIC, acks: -1, messages: [{ key: device, value: payload }] });
}

const client = await connectAsync(mqttUrl, { clientId: 'naive-ingest' });
// The next packet is taken, and this one acknowledged, when the callback is called.
client.handleMessage = async ({ topic, payload }, done) => {
  await take(topic, payload as Buffer);
  done();
};
await client.subscribeAsync(scanTopic('+'), { qos: 1 });
process.on('disconnect', () => process.exit(0));
process.send!('ready');
