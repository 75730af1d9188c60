import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from 'kafkajs';
import { freePort } from '../../../../../test/kit/free-port.js';
import { type Authority, makeAuthority } from '../../../../../test/support/certificates.js';

const DEPLOY = join(import.meta.dirname, '../../../../../deploy');
const GUIDE = join(DEPLOY, '../docs/guides/operators.md');
const run = promisify(execFile);

/** Users of the broker, with passwords. The last has no right to anything. */
export const USERS = {
  'cairn-anchor': 'anchor-secret-1',
  'cairn-ingest': 'ingest-secret-2',
  'cairn-api': 'api-secret-3',
  nobody: 'nobody-secret-4',
} as const;

/** A broker of our own that asks for TLS and a password (SCRAM), and knows who may do what. Its certificate is for localhost. */
export class SecureKafka {
  private constructor(
    /** Where it wants TLS and a password. */
    readonly broker: string,
    /** The same over an address that its certificate does not name. */
    readonly brokerByAddress: string,
    /** Where a test administers it, on loopback. */
    private readonly administration: string,
    /** PEM file of the authority that vouches for it. */
    readonly authorityFile: string,
    readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async start(): Promise<SecureKafka> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-test-kafka-'));
    const port = await freePort(3); // the controller takes the second, the administration the third
    const authority = await makeAuthority('Authority of the brokers');
    const properties = join(folder, 'properties');
    const users = join(folder, 'users');
    writeFileSync(properties, await settings(port, authority, folder));
    writeFileSync(users, usersToAdd(), { mode: 0o600 });
    const environment = {
      ...process.env,
      CAIRN_SERVICES_RUN: join(folder, 'run'),
      CAIRN_SERVICES_KAFKA_PORT: String(port),
      CAIRN_SERVICES_KAFKA_PROPERTIES: properties,
      CAIRN_SERVICES_KAFKA_USERS: users,
    };
    const file = join(folder, 'ca.pem');
    writeFileSync(file, authority.certificate);
    const kafka = new SecureKafka(
      `localhost:${port}`,
      `127.0.0.1:${port}`,
      `127.0.0.1:${port + 2}`,
      file,
      folder,
      environment,
    );
    try {
      await kafka.service('start');
      await kafka.giveRights();
      return kafka;
    } catch (error) {
      await kafka.remove();
      throw error;
    }
  }

  async remove(): Promise<void> {
    await this.service('remove');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async service(command: string): Promise<void> {
    await run(join(DEPLOY, 'real-services.sh'), [command, 'kafka'], { env: this.environment });
  }

  /** Runs deploy/kafka/create-acls.sh, with a kafka-acls.sh that writes down what it is called with: the jars have none. */
  private async giveRights(): Promise<void> {
    const told = join(this.folder, 'told');
    writeFileSync(
      join(this.folder, 'kafka-acls.sh'),
      `#!/bin/sh\nprintf '%s ' "$@" >> '${told}'\necho >> '${told}'\n`,
      {
        mode: 0o755,
      },
    );
    const path = `${this.folder}:${process.env['PATH']}`;
    await run(join(DEPLOY, 'kafka/create-acls.sh'), ['BROKERS'], { env: { ...process.env, PATH: path } });
    const { stdout } = await run('cat', [told]);
    const admin = new Kafka({ brokers: [this.administration], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createAcls({ acl: stdout.trim().split('\n').flatMap(rightsOf) });
    await admin.disconnect();
  }
}

/** What `kafka-acls.sh --add` would ask the broker for. */
function rightsOf(line: string) {
  const words = line.trim().split(' ');
  const valuesOf = (option: string): string[] => words.flatMap((word, at) => (word === option ? [words[at + 1]!] : []));
  const prefixed = valuesOf('--resource-pattern-type').includes('prefixed');
  const resources = [
    ...valuesOf('--topic').map((name) => ({ resourceType: AclResourceTypes.TOPIC, resourceName: name })),
    ...valuesOf('--group').map((name) => ({ resourceType: AclResourceTypes.GROUP, resourceName: name })),
  ];
  return resources.flatMap((resource) =>
    valuesOf('--operation').map((operation) => ({
      ...resource,
      resourcePatternType: prefixed ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
      principal: valuesOf('--allow-principal')[0]!,
      host: '*',
      operation: AclOperationTypes[operation.toUpperCase() as keyof typeof AclOperationTypes],
      permissionType: AclPermissionTypes.ALLOW,
    })),
  );
}

const usersToAdd = (): string =>
  Object.entries(USERS)
    .flatMap(([name, password]) =>
      ['SCRAM-SHA-256', 'SCRAM-SHA-512'].map((mechanism) => `${mechanism}=[name=${name},password=${password}]\n`),
    )
    .join('');

/** @returns server.properties that stand behind those of deploy/real-services.sh: what the guide shows, at the places of this broker */
async function settings(port: number, authority: Authority, folder: string): Promise<string> {
  const { certificate, key } = await authority.issue({ name: 'broker', hosts: ['localhost'] });
  const keystore = join(folder, 'broker.pem');
  writeFileSync(keystore, `${key}\n${certificate}\n`, { mode: 0o600 });
  const administration = `PLAINTEXT://127.0.0.1:${port + 2}`;
  const others: Readonly<Record<string, string>> = {
    listeners: `CONTROLLER://127.0.0.1:${port + 1},${administration}`,
    'advertised.listeners': administration,
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  };
  const documented = /^```properties\n(?<lines>[\s\S]*?)^```/mu.exec(readFileSync(GUIDE, 'utf8'))!.groups!['lines']!;
  const lines = documented
    .replaceAll(/^([\w.]+)=(.*),\.\.\.$/gmu, (_, name: string, own: string) => `${name}=${own},${others[name]}`)
    .replace('CAIRN://:9093', `CAIRN://127.0.0.1:${port}`)
    .replace('kafka-1.example.org:9093', `localhost:${port}`)
    .replace('/etc/kafka/broker.pem', keystore)
    .replace('User:admin', 'User:ANONYMOUS');
  return `${lines}
inter.broker.listener.name=PLAINTEXT
# The other mechanism, which the guide leaves out.
listener.name.cairn.sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512
listener.name.cairn.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
`;
}
