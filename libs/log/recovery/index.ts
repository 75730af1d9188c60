/** `cairn recover`: the database made anew from the public log and the private parts. */
export { RecoverError, type RecoverErrorCode } from './error.js';
export type { FolderPassword, RecoverOptions, RecoverProgress, RecoverReport } from './options.js';
export { recoverLedger } from './recover-ledger.js';
export { removalOf } from './staging.js';
export {
  copyKeptIn,
  copyKeptOut,
  type KeptSink,
  type KeptSnapshot,
  type KeptTableRows,
  requireEmptyDatabase,
} from './kept-state.js';
