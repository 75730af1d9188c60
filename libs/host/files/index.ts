/** Small files that are there whole or not at all, whatever process or power fails. Log and private parts have `libs/log/storage`. */
export { createOnce, makeFolder, replaceFile, syncFolder, writeNewFile } from './durable-files.js';
