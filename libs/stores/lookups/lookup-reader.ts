import type { DataSource, Repository } from 'typeorm';
import type { Lookup } from '#libs/core/wire';
import type { LookupRow } from './schema/lookup-row.js';

/** Reads what officers asked. */
export class LookupReader {
  private constructor(
    private readonly dataSource: DataSource,
    private readonly rows: Repository<LookupRow>,
  ) {}

  /** For a database with the tables of `lookupMigrations`. */
  static async open(databaseUrl: string): Promise<LookupReader> {
    const { lookupDataSource } = await import('./schema/data-source.js');
    const { LookupRow } = await import('./schema/lookup-row.js');
    const dataSource = await lookupDataSource(databaseUrl).initialize();
    return new LookupReader(dataSource, dataSource.getRepository(LookupRow));
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }

  /** @param id 16 bytes. @returns null for one that is not kept, or not yet. */
  async lookup(id: Uint8Array): Promise<Lookup | null> {
    const row = await this.rows.findOneBy({ id: Buffer.from(id) });
    if (!row) return null;
    const { askedAt, ...asked } = row;
    return { ...asked, timeMs: askedAt.getTime() };
  }

  count(): Promise<number> {
    return this.rows.count();
  }
}
