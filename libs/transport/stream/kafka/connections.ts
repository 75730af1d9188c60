import { Partitioners, type Admin, type Kafka, type Producer } from 'kafkajs';
import { backoffMs, delay } from '../backoff.js';
import { StreamError } from '../stream-error.js';
import type { StreamLog } from '../stream-log.js';
import { createKafka, isTemporary, type KafkaConnectionOptions } from './client.js';
import { missingRight, refusedConnection } from './refusal.js';
import { makeTopics, type TopicOptions } from './topics.js';

/** The connections of one adapter, opened when first needed; makes the topics before anything else is asked. */
export class KafkaConnections {
  readonly kafka: Kafka;
  private readonly impatient = new AbortController();
  private adminReady: Promise<Admin> | null = null;
  private producerReady: Promise<Producer> | null = null;
  private ended = false;
  private wasLetIn = false;

  constructor(
    private readonly options: KafkaConnectionOptions & TopicOptions,
    private readonly log: StreamLog,
  ) {
    this.kafka = createKafka(options, log);
  }

  admin(): Promise<Admin> {
    this.adminReady ??= this.connectAdmin().catch((error: unknown) => {
      this.adminReady = null;
      throw error;
    });
    return this.adminReady;
  }

  producer(): Promise<Producer> {
    this.producerReady ??= this.connectProducer().catch((error: unknown) => {
      this.producerReady = null;
      throw error;
    });
    return this.producerReady;
  }

  /**
   * Runs a request again, with backoff, while the broker is away, starting or moving its partitions.
   * @throws {StreamError} UNAVAILABLE when `timeoutMs` is over, REFUSED, CLOSED; other errors of the broker at once.
   */
  async until<T>(timeoutMs: number, request: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + timeoutMs;
    for (let failures = 0; ; failures += 1) {
      if (this.ended) throw new StreamError('CLOSED', 'the stream is closed');
      try {
        return await request();
      } catch (error) {
        if (error instanceof StreamError) throw error;
        const refusal = this.refusalIn(error);
        if (refusal !== undefined) throw new StreamError('REFUSED', refusal, { cause: error });
        if (!isTemporary(error)) throw error;
        const waitMs = backoffMs(failures);
        if (Date.now() + waitMs > deadline || this.impatient.signal.aborted)
          throw new StreamError('UNAVAILABLE', `Kafka did not answer in time${reasonOf(error)}`, { cause: error });
        this.log('warn', 'Kafka is away, trying again', { failures: failures + 1, error });
        await delay(waitMs, this.impatient.signal);
      }
    }
  }

  /** From now on nothing is tried again, for the process wants to stop. */
  stopTryingAgain(): void {
    this.impatient.abort();
  }

  async end(): Promise<void> {
    this.stopTryingAgain();
    this.ended = true;
    const open = [this.adminReady, this.producerReady].map((ready) => ready?.then((client) => client.disconnect()));
    await Promise.allSettled(open);
  }

  /**
   * A wrong password or certificate is told at once as long as nobody was let in: then somebody sits at the start and waits. Later it
   * may be that passwords are just exchanged, and another try mends it.
   */
  private refusalIn(error: unknown): string | undefined {
    return missingRight(error) ?? (this.wasLetIn ? undefined : refusedConnection(error));
  }

  private async connectAdmin(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    this.wasLetIn = true;
    await makeTopics(admin, this.options, this.log);
    return admin;
  }

  private async connectProducer(): Promise<Producer> {
    await this.admin();
    const producer = this.kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner, // never asked: every record names its partition
    });
    await producer.connect();
    return producer;
  }
}

const reasonOf = (error: unknown): string => {
  const reason = refusedConnection(error) ?? (error as Partial<Error> | null)?.message;
  return reason ? `: ${reason}` : '';
};
