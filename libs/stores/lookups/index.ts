/** What officers asked: sealed into the stream before the answer goes out, and kept in tables of its own. */
export { LookupKey } from './lookup-key.js';
export { type LookupFacts, LookupQueue } from './lookup-queue.js';
export { LookupKeeper } from './lookup-keeper.js';
