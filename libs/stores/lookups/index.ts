/** What officers asked: sealed into the stream before the answer goes out, and kept in tables of its own. */
export { LookupKeeper } from './lookup-keeper.js';
export { LookupKey } from './lookup-key.js';
