export * from './wire/index.js';
export * from './evidence/index.js';
export * from './monitor/index.js';
