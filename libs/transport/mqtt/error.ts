/**
 * `TOPIC_FORM`: not a topic of ours or not a usable device id.
 * `BROKER_AWAY`: no connection to the broker now; the caller tries again.
 */
export type MqttErrorCode = 'TOPIC_FORM' | 'BROKER_AWAY';

export class MqttError extends Error {
  override readonly name = 'MqttError';
  constructor(
    readonly code: MqttErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
