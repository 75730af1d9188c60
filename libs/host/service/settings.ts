/** What a setting is for, as `cairn config` and docs/guides/operators.md have it. */
export interface Setting {
  /** One line, for people. */
  readonly meaning: string;
  /** The only profile in which it counts. */
  readonly only?: 'embedded' | 'distributed';
  /** Its value is shown to nobody. */
  readonly isSecret?: true;
}

const EMBEDDED = { only: 'embedded' } as const;
const DISTRIBUTED = { only: 'distributed' } as const;
const SECRET = { isSecret: true } as const;

/** Every variable that a program of Cairn reads. test/readme/settings.test.ts holds it to the programs and to the guide. */
export const SETTINGS: Readonly<Record<string, Setting>> = {
  CAIRN_PROFILE: { meaning: 'which adapters are used: embedded or distributed' },
  CAIRN_DATA: { meaning: 'folder of the node: keys, public log, private parts, its own database' },
  CAIRN_LOG_ORIGIN: { meaning: 'name of the log in every checkpoint; can never change' },
  CAIRN_HOST: { meaning: 'address on which the web pages and the broker inside ingest listen' },
  CAIRN_HEALTH_HOST: { meaning: 'address on which health and metrics are served' },
  CAIRN_LOG_LEVEL: { meaning: 'how much the programs log: trace, debug, info, warn, error, fatal, silent' },

  CAIRN_DATABASE_URL: { meaning: 'where PostgreSQL is, with the role of the program' },
  CAIRN_DATABASE_CLEARTEXT: { meaning: 'yes: a database beyond loopback is asked without TLS' },
  CAIRN_KAFKA_BROKERS: { meaning: 'where Kafka is', ...DISTRIBUTED },
  CAIRN_KAFKA_PREFIX: {
    meaning: "begin of the names of this node's topics and groups, where nodes share a Kafka",
    ...DISTRIBUTED,
  },
  CAIRN_KAFKA_TLS: { meaning: 'whether Kafka is asked over TLS: yes or no', ...DISTRIBUTED },
  CAIRN_KAFKA_TLS_CA: { meaning: 'authorities that vouch for its brokers, as PEM file', ...DISTRIBUTED },
  CAIRN_KAFKA_TLS_CERTIFICATE: {
    meaning: 'a certificate of the program, for brokers that ask for one, as PEM file',
    ...DISTRIBUTED,
  },
  CAIRN_KAFKA_TLS_KEY: { meaning: 'its private key, as PEM file', ...DISTRIBUTED },
  CAIRN_KAFKA_SASL: { meaning: 'how the program logs in at Kafka: scram-sha-256 or scram-sha-512', ...DISTRIBUTED },
  CAIRN_KAFKA_USER: { meaning: 'its user at Kafka', ...DISTRIBUTED },
  CAIRN_KAFKA_PASSWORD: { meaning: 'the password of that user', ...DISTRIBUTED, ...SECRET },
  CAIRN_KAFKA_PASSWORD_FILE: { meaning: 'file with that password on its first line', ...DISTRIBUTED },
  CAIRN_KAFKA_CLEARTEXT: { meaning: 'yes: Kafka beyond loopback is asked without TLS', ...DISTRIBUTED },
  CAIRN_MQTT_URL: { meaning: 'where ingest logs in at the MQTT broker', ...DISTRIBUTED },
  CAIRN_MQTT_PUBLIC_URL: { meaning: 'where devices are told to connect' },
  CAIRN_MQTT_TLS_CA: { meaning: 'authorities that vouch for the broker, as PEM file' },
  CAIRN_MQTT_CLEARTEXT: { meaning: 'yes: passwords of devices may go beyond loopback without TLS' },
  CAIRN_TRUSTED_PROXIES: { meaning: 'addresses and networks of proxies whose word on the caller counts' },

  CAIRN_API_PORT: { meaning: 'port of web pages, API and public log' },
  CAIRN_API_HOST: { meaning: 'address on which the api listens, where it is not CAIRN_HOST' },
  CAIRN_API_TLS_CERTIFICATE: { meaning: 'the certificate of the api and those that vouch for it, as PEM file' },
  CAIRN_API_TLS_KEY: { meaning: 'its private key, as PEM file' },
  CAIRN_API_CLEARTEXT: { meaning: 'yes: the api listens beyond loopback without TLS' },
  CAIRN_MQTT_PORT: { meaning: 'port of the broker inside ingest', ...EMBEDDED },
  CAIRN_MQTT_HOST: { meaning: 'address on which the broker listens, where it is not CAIRN_HOST', ...EMBEDDED },
  CAIRN_MQTT_TLS_PORT: { meaning: 'port of the broker with TLS', ...EMBEDDED },
  CAIRN_MQTT_TLS_CERTIFICATE: {
    meaning: 'the certificate of the broker and those that vouch for it, as PEM file',
    ...EMBEDDED,
  },
  CAIRN_MQTT_TLS_KEY: { meaning: 'its private key, as PEM file', ...EMBEDDED },
  CAIRN_MQTT_TLS_CLIENT_CA: { meaning: 'authorities that issue certificates to devices, as PEM file', ...EMBEDDED },
  CAIRN_MQTT_TLS_CLIENTS: { meaning: 'whether each device must show a certificate: required or optional', ...EMBEDDED },
  CAIRN_MQTT_PROXY_PROTOCOL: { meaning: 'yes: trusted proxies begin each connection with a PROXY header', ...EMBEDDED },
  CAIRN_POSTGRES_PORT: { meaning: "port of the node's own PostgreSQL, on loopback", ...EMBEDDED },
  CAIRN_INGEST_HEALTH_PORT: { meaning: 'port of health and metrics of ingest' },
  CAIRN_ANCHOR_HEALTH_PORT: { meaning: 'port of health and metrics of the anchor' },
  CAIRN_API_HEALTH_PORT: { meaning: 'port of health and metrics of the api' },

  CAIRN_INGEST_PROCESSES: { meaning: 'how many ingest processes cairn up runs', ...DISTRIBUTED },
  CAIRN_ANCHOR_PROCESSES: { meaning: 'how many anchors cairn up runs: one works, others stand by', ...DISTRIBUTED },
  CAIRN_API_PROCESSES: { meaning: 'how many api processes cairn up runs', ...DISTRIBUTED },
  CAIRN_UP_LOG_BYTES_MAX: { meaning: 'bytes of one log file in CAIRN_DATA/logs, then the next begins' },
  CAIRN_UP_LOG_FILES_KEPT: { meaning: 'older log files that stay of each program' },

  CAIRN_WITNESSES: { meaning: "whether a new log gets two witnesses of the node's own: own or none" },
  CAIRN_WITNESS_DATA: { meaning: 'folder of these witnesses, never inside CAIRN_DATA' },
  CAIRN_WITNESS_PORT: { meaning: 'port of the first of them, on loopback; the second takes the next' },
  CAIRN_ANCHOR_WITNESS_URLS: { meaning: 'addresses of witnesses that stand before those in policy.txt' },
  CAIRN_ANCHOR_WITNESS_TIMEOUT_MS: { meaning: 'what one witness may take for its answer' },
  CAIRN_ANCHOR_COSIGN_MS: { meaning: 'age at which cosignatures of an idle log are made again' },

  CAIRN_ANCHOR_HAND_OUT: { meaning: 'folder in which the anchor leaves ingest and api what they read' },
  CAIRN_ANCHOR_LEASE_MS: { meaning: 'how long the right to write lasts without renewal' },
  CAIRN_ANCHOR_RENEW_MS: { meaning: 'time between two renewals of it' },
  CAIRN_ANCHOR_HOLD_MS: { meaning: 'how long a scan waits for one of its device with a lower counter' },
  CAIRN_ANCHOR_CLOCK_AGREED: { meaning: "the operator's word on what time it is, where the clock jumped far forwards" },
  CAIRN_ANCHOR_COMMIT_MS: { meaning: 'time between two transactions of the anchor' },
  CAIRN_ANCHOR_PUBLISH_MS: { meaning: 'time between two checkpoints' },

  CAIRN_MQTT_CONNECTIONS_MAX: { meaning: 'connections of devices at once', ...EMBEDDED },
  CAIRN_MQTT_CONNECTIONS_PER_ADDRESS_BURST: { meaning: 'new connections at once from one address', ...EMBEDDED },
  CAIRN_MQTT_CONNECTIONS_PER_ADDRESS_PER_SECOND: { meaning: 'then for each second', ...EMBEDDED },
  CAIRN_INGEST_IN_FLIGHT_BYTES_MAX: { meaning: 'bytes of scans that ingest keeps in memory' },
  CAIRN_MQTT_VERSION: { meaning: 'version of MQTT towards the broker: 5, or 4 for an old one', ...DISTRIBUTED },
  CAIRN_API_DATABASE_CONNECTIONS: { meaning: 'connections of one api process to PostgreSQL' },

  CAIRN_LOG_KEY: { meaning: 'key that signs checkpoints, in the place of keys/log.pem', ...SECRET },
  CAIRN_LOG_NEXT_KEY: { meaning: 'key that is to follow it, in the place of keys/log-next.pem', ...SECRET },
  CAIRN_OPERATOR_KEY: { meaning: 'key of the operator, in the place of keys/operator.pem', ...SECRET },
  CAIRN_OPERATOR_NEXT_KEY: { meaning: 'key that is to follow it, for cairn keys operator rotate', ...SECRET },
  CAIRN_RECEIPT_KEY: { meaning: 'key that signs receipts, in the place of keys/receipt.pem', ...SECRET },
  CAIRN_STREAM_KEY: {
    meaning: 'secret that seals records of the streams, in the place of keys/stream-mac.key',
    ...SECRET,
  },
};

/** Names that scripts, Docker Compose and tests read, and no program of a node. */
export const SETTINGS_ELSEWHERE: readonly RegExp[] = [
  /^CAIRN_(?:TEST|SERVICES|WRITE)_/u,
  /^CAIRN_(?:POSTGRES|OWNER|INGEST|API|MQTT)_PASSWORD$/u,
  /^CAIRN_WITNESS_(?:LOG|NAME|URL)$/u,
];
