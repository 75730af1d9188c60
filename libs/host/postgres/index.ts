export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './cluster.js';
