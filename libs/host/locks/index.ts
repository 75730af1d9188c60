export { FolderInUseError, lockFolder, type FolderLock } from './lock-folder.js';
