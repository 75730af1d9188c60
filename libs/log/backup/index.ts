/** `cairn backup` and `cairn restore`: copies of a node that is running, and what makes a folder of one again. */
export { BackupError, type BackupErrorCode } from './error.js';
export type { Amount } from './backup-writer.js';
export { openListedFile } from './listed-file.js';
export type { Manifest } from './manifest.js';
export { openBackup, type Part, restoreFiles, type RestoreFilesOptions } from './restore-files.js';
export { type BackupOptions, type BackupReport, type BackupSources, takeBackup } from './take-backup.js';
