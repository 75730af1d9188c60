// What lies in the folder of a witness.

export const WITNESS_KEY_FILE = 'key.pem';
/** Folder of the newest checkpoint of each log. */
export const WITNESS_CHECKPOINTS = 'checkpoints';
