/** What officers asked: sealed into the stream before the answer goes out, and kept in a table of its own. */
export { LookupKey } from './lookup-key.js';
export { type LookupFacts, LookupQueue } from './lookup-queue.js';
export { LookupKeeper } from './lookup-keeper.js';
export { LookupReader } from './lookup-reader.js';
export { lookupMigrations } from './migrations.js';
export { keptLookups } from './kept-table.js';
