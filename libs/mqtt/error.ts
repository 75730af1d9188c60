/**
 * `TOPIC_FORM`: not a topic of ours or not a usable device id.
 * `BROKER_AWAY`: no connection to the broker now; the caller tries again.
 * `SUBSCRIPTION_REFUSED`: the broker does not let us subscribe to the scans: its access list has to be mended.
 */
export type MqttErrorCode = 'TOPIC_FORM' | 'BROKER_AWAY' | 'SUBSCRIPTION_REFUSED';

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
