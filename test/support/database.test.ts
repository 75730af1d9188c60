import pg from 'pg';
import { createTestDatabase } from './database.js';

it('gives every suite an empty database of its own on a real PostgreSQL', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(
    "SELECT count(*)::int AS tables FROM information_schema.tables WHERE table_schema = 'public'",
  );
  await client.end();
  await database.drop();
  expect(rows).toEqual([{ tables: 0 }]);
});
