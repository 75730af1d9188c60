import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, LOGIN_ROLES, type LoginRole, makeRoles } from '#libs/host/postgres';
import { makeAuthority } from '../../support/certificates.js';
import { freePort } from '../free-port.js';

const PASSWORD = 'database-secret';
/** Everybody but its superuser, who makes the roles, is let in over TLS alone. */
const ACCESS = `host all cairn 127.0.0.1/32 scram-sha-256\nhostssl all all 127.0.0.1/32 scram-sha-256\n`;

/** A PostgreSQL of a test's own that lets the programs of a node in over TLS alone. Its certificate is for localhost. */
export class SecurePostgres {
  private constructor(
    private readonly server: EmbeddedPostgres,
    readonly port: number,
    readonly folder: string,
    /** PEM file of the authority that vouches for it. */
    readonly authorityFile: string,
  ) {}

  static async start(): Promise<SecurePostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-secure-postgres-'));
    const port = await freePort();
    const cluster = join(folder, 'cluster');
    const server = await EmbeddedPostgres.prepare({ folder: cluster, port, password: PASSWORD });
    const authority = await makeAuthority('Authority of the database');
    const { certificate, key } = await authority.issue({ name: 'database', hosts: ['localhost'] });
    const { uid, gid } = statSync(cluster);
    const write = (name: string, text: string, flag = 'w'): void => {
      writeFileSync(join(cluster, name), text, { mode: 0o600, flag });
      chownSync(join(cluster, name), uid, gid);
    };
    write('server.crt', certificate);
    write('server.key', key);
    write('pg_hba.conf', ACCESS);
    write('postgresql.conf', 'ssl = on\n', 'a');
    const authorityFile = join(folder, 'ca.pem');
    writeFileSync(authorityFile, authority.certificate);
    await server.start();
    await makeRoles(
      server.url,
      Object.fromEntries(LOGIN_ROLES.map((role) => [role, PASSWORD])) as Record<LoginRole, string>,
    );
    return new SecurePostgres(server, port, folder, authorityFile);
  }

  /** Of the owner of the tables: what else the address asks for is said by `query`. */
  url(query = `?sslmode=verify-full&sslrootcert=${this.authorityFile}`, host = 'localhost'): string {
    return `postgres://cairn_owner:${PASSWORD}@${host}:${this.port}/cairn${query}`;
  }

  get password(): string {
    return PASSWORD;
  }

  async remove(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
