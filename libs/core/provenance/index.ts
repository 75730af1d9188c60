export * from './wire/index.js';
export * from './evidence/index.js';
export * from './monitor/index.js';
export * from './keys/index.js';
