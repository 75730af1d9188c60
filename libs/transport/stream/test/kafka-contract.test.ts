import { describeWithReal } from '../../../../test/support/services.js';
import { streamContract } from './support/contract.js';
import { kafkaWorld } from './support/kafka-world.js';
import { OwnKafka } from './support/own-kafka.js';
import { runCase } from './support/run-contract.js';

const PARTITIONS = 4;
const RESTARTS = /when the server restarts/;

describeWithReal('kafka', 'the Kafka stream', (where) => {
  const brokers = where.split(',');
  const shared = (): Promise<void> => Promise.reject(new Error('this broker is not ours to kill'));

  for (const contractCase of streamContract.filter(([rule]) => !RESTARTS.test(rule)))
    it(contractCase[0], async () => runCase(contractCase, await kafkaWorld(brokers, shared), PARTITIONS));

  describe('on a broker that is killed with kill -9', () => {
    let kafka: OwnKafka;
    beforeAll(async () => {
      kafka = await OwnKafka.start();
    });
    afterAll(() => kafka.remove());

    for (const contractCase of streamContract.filter(([rule]) => RESTARTS.test(rule)))
      it(contractCase[0], async () =>
        runCase(contractCase, await kafkaWorld(kafka.brokers, () => kafka.crashAndStart()), PARTITIONS),
      );
  });
});
