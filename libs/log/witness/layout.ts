// What lies in the folder of a witness.

export const WITNESS_KEY_FILE = 'key.pem';
