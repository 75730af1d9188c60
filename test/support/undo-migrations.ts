import type { DataSource } from 'typeorm';

/** Makes a room's tables what they were before a migration. @param first start of its name: it and all newer ones are undone. */
export async function undoMigrations(dataSource: DataSource, first: string): Promise<void> {
  const names = dataSource.migrations.map(({ name }) => name!); // oldest first
  const from = names.findIndex((name) => name.startsWith(first));
  if (from < 0) throw new Error(`no migration is called ${first}`);
  for (let left = names.length - from; left > 0; left--) await dataSource.undoLastMigration();
}
