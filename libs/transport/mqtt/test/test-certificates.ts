import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CertificateLog, ServerCertificate } from '#libs/host/tls';
import { type Authority, makeAuthority, type Wanted } from '../../../../test/support/certificates.js';
import { temporaryFolder } from '../../../../test/kit/temporary-folder.js';
import type { ListenerTls } from '../index.js';

const SERVER: Wanted = { name: 'the broker', hosts: ['localhost', '127.0.0.1'] };

/** Certificates of a broker under test, in files as an operator has them. */
export class TestCertificates {
  readonly folder = temporaryFolder();
  readonly files = { certificate: join(this.folder, 'server.pem'), key: join(this.folder, 'server.key') };
  readonly said: string[] = [];

  private constructor(
    readonly servers: Authority,
    /** Issues certificates to devices. */
    readonly clients: Authority,
  ) {}

  static async make(wanted: Partial<Wanted> = {}): Promise<TestCertificates> {
    const certificates = new TestCertificates(await makeAuthority('of servers'), await makeAuthority('of devices'));
    writeFileSync(join(certificates.folder, 'clients.pem'), certificates.clients.certificate);
    await certificates.renew(wanted);
    return certificates;
  }

  /** What whoever trusts the broker is given. */
  get authority(): string {
    return this.servers.certificate;
  }

  /** Writes another certificate of the broker. */
  async renew(wanted: Partial<Wanted> = {}, authority = this.servers): Promise<void> {
    const { certificate, key } = await authority.issue({ ...SERVER, ...wanted });
    writeFileSync(this.files.certificate, certificate);
    writeFileSync(this.files.key, key);
    chmodSync(this.files.key, 0o600);
  }

  tls(clients: ListenerTls['clients'] = 'none'): ListenerTls {
    const clientAuthorities = clients === 'none' ? {} : { clientAuthorities: join(this.folder, 'clients.pem') };
    const log: CertificateLog = {
      replaced: () => this.said.push('replaced'),
      unusable: (why) => this.said.push(why),
    };
    return { certificate: ServerCertificate.load({ ...this.files, ...clientAuthorities }), clients, log };
  }
}
