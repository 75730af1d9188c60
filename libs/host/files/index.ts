/** Files that are there whole or not at all, whatever process or power fails, and logs that rotate. Log and private parts have `libs/log/storage`. */
export { createOnce, makeFolder, replaceFile, syncFolder, writeNewFile } from './durable-files.js';
export { type GrowingFile, type LogFiles, nodeLogFiles } from './log-files.js';
export { RotatingFile, type RotatingFileOptions } from './rotating-file.js';
