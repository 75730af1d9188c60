/** What both programs of the naive build are given when they start. */
export interface NaiveSettings {
  readonly databaseUrl: string;
  readonly kafkaBroker: string;
  /** With the user and password of ingest. */
  readonly mqttUrl: string;
}

export const TOPIC = 'naive-scans';

export const naiveSettings = (): NaiveSettings => JSON.parse(process.argv[2]!) as NaiveSettings;

/** What the writer answers: unsigned JSON. */
export interface NaiveReceipt {
  readonly counter: number;
  readonly index: number;
  readonly hash: string;
}
