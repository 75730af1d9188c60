import { certificateFault } from '#libs/host/service';

const CAUSES_MAX = 8;
const RIGHTS = 'deploy/kafka/create-acls.sh gives each program what it needs';

/** Kafka protocol, error codes: what this user may not do. */
const RIGHTS_MISSING: Readonly<Record<string, string>> = {
  TOPIC_AUTHORIZATION_FAILED: `Kafka does not let this user work with the topic (CAIRN_KAFKA_USER): ${RIGHTS}.`,
  GROUP_AUTHORIZATION_FAILED: `Kafka does not let this user read as a member of the group (CAIRN_KAFKA_USER): ${RIGHTS}.`,
  CLUSTER_AUTHORIZATION_FAILED: `Kafka does not let this user do that to the cluster (CAIRN_KAFKA_USER): ${RIGHTS}.`,
};

interface Failure {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly broker?: unknown;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** An error, what it was caused by and, of several at once, the first: from the outside in. */
function* failuresIn(error: unknown): Generator<Failure> {
  let one = error as Failure | null | undefined;
  for (let n = 0; n < CAUSES_MAX && typeof one === 'object' && one !== null; n++) {
    yield one;
    one = (one.cause ?? one.errors?.[0]) as Failure | undefined;
  }
}

/** Why Kafka does not let this user do something, in one sentence; undefined for any other failure. */
export function missingRight(error: unknown): string | undefined {
  for (const { type } of failuresIn(error))
    if (typeof type === 'string' && Object.hasOwn(RIGHTS_MISSING, type)) return RIGHTS_MISSING[type];
  return undefined;
}

/** What may keep a member out of a group, where Kafka does not say; empty where nothing is known. kafkajs swallows that a right is missing. */
export function whyNoMember(error: unknown): string {
  for (const { name } of failuresIn(error))
    if (name === 'KafkaJSGroupCoordinatorNotFound')
      return `: nobody coordinates it yet, or this user may not read as its member (CAIRN_KAFKA_USER): ${RIGHTS}`;
  return '';
}

/** Why a connection to Kafka was given up by one of both sides, in one sentence with nothing secret in it; undefined for an outage. */
export function refusedConnection(error: unknown): string | undefined {
  for (const { name, broker } of failuresIn(error)) {
    if (name === 'KafkaJSSASLAuthenticationError')
      return 'Kafka refuses the user or its password: see CAIRN_KAFKA_USER, CAIRN_KAFKA_PASSWORD and CAIRN_KAFKA_SASL.';
    const fault = name === 'KafkaJSConnectionError' ? certificateFault(error) : undefined;
    if (fault !== undefined)
      return `The certificate of Kafka at ${String(broker)} ${fault} (CAIRN_KAFKA_TLS_CA, CAIRN_KAFKA_BROKERS).`;
  }
  return undefined;
}
