/** One user at a time for a folder, free at once after kill -9. */
export { FolderInUseError, lockFolder, type FolderLock } from './lock-folder.js';
