/** MQTT for scans: transports that hand a handler bytes, a batch and an acknowledgement. */
export { MqttError, type MqttErrorCode } from './error.js';
export { MQTT_LIMITS, SCAN_BYTES_MAX, type MqttLimits } from './limits.js';
export { SILENT_OBSERVER, type CloseReason, type MqttObserver } from './observer.js';
export { ALL_EVENTS, ALL_SCANS, type Channel, SHARED_EVENTS, SHARED_SCANS } from './topics.js';
export { SYSTEM_CLOCK, type MqttClock } from './clock.js';
export { type Admission, ScanTransport, type ScanArrival, type SendOutcome } from './transport.js';
export { EmbeddedTransport, type EmbeddedTransportOptions } from './embedded-transport.js';
export type { ListenerOptions } from './listener.js';
export type { ListenerTls } from './tls-entrance.js';
export { type BrokerPlan, planBroker } from './broker-plan.js';
export { type MqttEnvironment, mqttEnvironment } from './mqtt-environment.js';
export { demandTlsToBroker } from './demand-tls-to-broker.js';
export type { CredentialCheck } from './connect-policy.js';
export { RemoteTransport, type RemoteTransportOptions } from './remote-transport.js';
