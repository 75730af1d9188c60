/** Small files that are there whole or not at all, whatever process or power fails. Log and private parts have `libs/blobs`. */
export { createOnce, makeFolder, replaceFile, syncFolder, writeNewFile } from './durable-files.js';
