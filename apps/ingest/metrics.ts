import type { CloseReason, MqttObserver, ScanTransport } from '#libs/transport/mqtt';
import type { ReasonCode } from '#libs/core/wire';
import type { Logger, Metrics } from '#libs/host/service';
import type { ForwardObserver } from './receipts/forwarder.js';
import type { DeviceRegistry } from './registry/device-registry.js';
import type { DistrustedDevices } from './registry/distrusted-devices.js';
import type { AppendObserver } from './scans/appender.js';
import type { PipelineObserver } from './scans/pipeline.js';

const SCANS_BUCKETS = [1, 4, 16, 64, 256, 1_024, 4_096];

/** The parts whose state is shown. */
interface Watched {
  readonly transport: ScanTransport;
  readonly registry: DeviceRegistry;
  readonly distrusted: DistrustedDevices;
}

/** What ingest counts, and logs where a person should look. */
export class IngestMetrics implements MqttObserver, PipelineObserver, AppendObserver, ForwardObserver {
  readonly #received;
  readonly #receivedBytes;
  readonly #batchScans;
  readonly #taken;
  readonly #verified;
  readonly #events;
  readonly #rejected;
  readonly #appendSeconds;
  readonly #appendScans;
  readonly #appendFailures;
  readonly #opened;
  readonly #closed;
  readonly #subscriptionsRefused;
  readonly #topicsRefused;
  readonly #forwarded;
  readonly #dropped;
  readonly #unexpected;

  constructor(
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {
    this.#received = metrics.counter('cairn_ingest_scans_received_total', 'Scans that came in');
    this.#receivedBytes = metrics.counter('cairn_ingest_received_bytes_total', 'Bytes of their payloads');
    this.#batchScans = metrics.histogram('cairn_ingest_batch_scans', 'Scans that were handled together', {
      buckets: SCANS_BUCKETS,
    });
    this.#taken = metrics.counter('cairn_ingest_scans_taken_total', 'Scans that became durable');
    this.#verified = metrics.counter(
      'cairn_ingest_scans_verified_total',
      'Scans whose signature was verified here, and is valid: the anchor verifies all',
    );
    this.#events = metrics.counter('cairn_ingest_events_taken_total', 'Events of devices that became durable');
    this.#rejected = metrics.counter('cairn_ingest_scans_rejected_total', 'Scans and events that were refused', [
      'reason',
    ]);
    this.#appendSeconds = metrics.histogram(
      'cairn_ingest_append_seconds',
      'Time until an append to the stream was durable',
    );
    this.#appendScans = metrics.histogram('cairn_ingest_append_scans', 'Scans in one append', {
      buckets: SCANS_BUCKETS,
    });
    this.#appendFailures = metrics.counter(
      'cairn_ingest_append_failures_total',
      'Appends that failed and are tried again',
    );
    this.#opened = metrics.counter('cairn_ingest_connections_opened_total', 'Connections that were let in');
    this.#closed = metrics.counter('cairn_ingest_connections_closed_total', 'Connections that ended or were refused', [
      'reason',
    ]);
    this.#subscriptionsRefused = metrics.counter(
      'cairn_ingest_subscriptions_refused_total',
      'Subscriptions to topics that are not the device’s own',
    );
    this.#topicsRefused = metrics.counter(
      'cairn_ingest_topics_refused_total',
      'Scans on topics that cannot be a device’s',
    );
    this.#forwarded = metrics.counter(
      'cairn_ingest_messages_forwarded_total',
      'Messages for devices that were read from the stream',
    );
    this.#dropped = metrics.counter(
      'cairn_ingest_messages_dropped_total',
      'Messages for devices that could not be handed over',
      ['why'],
    );
    this.#unexpected = metrics.counter('cairn_ingest_unexpected_errors_total', 'Mistakes of ours, see the log');
  }

  /** What is measured when somebody asks. */
  watch({ transport, registry, distrusted }: Watched): void {
    const watch = (name: string, help: string, value: () => number): void => {
      this.metrics.gauge(name, help, [], (gauge) => gauge.set(value()));
    };
    watch(
      'cairn_ingest_in_flight_bytes',
      'Bytes of scans that wait for their acknowledgement',
      () => transport.bytesInFlight,
    );
    watch('cairn_ingest_connections', 'Connections now', () => transport.connections);
    watch('cairn_ingest_registry_devices', 'Enrolled devices that are known', () => registry.size);
    watch(
      'cairn_ingest_distrusted_devices',
      'Devices of which all scans are verified here, for an invalid signature within 24 hours',
      () => distrusted.size,
    );
  }

  received({ scans, payloadBytes }: { readonly scans: number; readonly payloadBytes: number }): void {
    this.#received.inc(scans);
    this.#receivedBytes.inc(payloadBytes);
    this.#batchScans.observe(scans);
  }

  scanTaken(): void {
    this.#taken.inc();
  }

  verified(): void {
    this.#verified.inc();
  }

  eventTaken(): void {
    this.#events.inc();
  }

  rejected(reason: ReasonCode): void {
    this.#rejected.inc({ reason });
  }

  unexpected(error: unknown): void {
    this.#unexpected.inc();
    this.logger.error({ err: error }, 'a scan could not be judged');
  }

  appended({ seconds, scans }: { readonly seconds: number; readonly scans: number }): void {
    this.#appendSeconds.observe(seconds);
    this.#appendScans.observe(scans);
  }

  appendFailed(error: unknown): void {
    this.#appendFailures.inc();
    this.logger.warn({ err: error }, 'scans cannot be appended to the stream; they wait');
  }

  connectionOpened(): void {
    this.#opened.inc();
  }

  connectionClosed(reason: CloseReason): void {
    this.#closed.inc({ reason });
  }

  handshakeFailed(why: string): void {
    // A stranger can make as many of these as he likes.
    this.logger.debug({ why }, 'a TLS handshake failed');
  }

  subscriptionRefused(): void {
    this.#subscriptionsRefused.inc();
  }

  topicRefused(): void {
    this.#topicsRefused.inc();
  }

  messageDropped(why: Parameters<MqttObserver['messageDropped']>[0]): void {
    this.#dropped.inc({ why });
  }

  forwarded(messages: number): void {
    this.#forwarded.inc(messages);
  }

  forwardFailed(error: unknown): void {
    this.logger.error({ err: error }, 'messages for devices cannot be read from the stream');
  }
}
