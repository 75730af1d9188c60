import { DataSource, EntitySchema } from 'typeorm';

export interface NaiveDevice {
  /** In hex, as in the scans. */
  readonly key: string;
  readonly id: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
}

export interface NaiveScan {
  readonly index?: number;
  readonly device: string;
  readonly counter: number;
  readonly payload: Buffer;
  /** Of the scan before. */
  readonly previousHash: string;
  /** SHA-256 of the hash before and the payload. */
  readonly hash: string;
}

export const Device = new EntitySchema<NaiveDevice>({
  name: 'device',
  columns: { key: { type: 'text', primary: true }, id: { type: 'text' }, publicKey: { type: 'bytea' } },
});

export const Scan = new EntitySchema<NaiveScan>({
  name: 'scan',
  columns: {
    index: { type: 'int', primary: true, generated: 'increment' },
    device: { type: 'text' },
    counter: { type: 'int' },
    payload: { type: 'bytea' },
    previousHash: { type: 'text' },
    hash: { type: 'text' },
  },
  uniques: [{ columns: ['device', 'counter'] }],
});

/** Makes the tables where they are missing. */
export const openDatabase = (url: string): Promise<DataSource> =>
  new DataSource({ type: 'postgres', url, entities: [Device, Scan], synchronize: true }).initialize();
