import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { withCheckDigit } from '#libs/core/gs1';
import { judgeEvidence, type Verdict } from '#libs/core/verdict';
import { CodesRole, PartyKind, type SignedScan } from '#libs/core/wire';
import { NativeVerifier } from '#libs/host/keys';
import { commonEnvironment, parseEnvironment } from '#libs/host/service';
import { openRegistrar } from '#libs/registry/enrolment';
import { type ScanParts, TestDevice } from '../../kit/ledger/device.js';
import { hashOf, verified } from '../forging/forged.js';
import { nameIn } from './enrol.js';
import type { Field } from './field.js';

const SHOWN_TIMEOUT_MS = 30_000;
const SCANS_PER_RECORD = 250;

let cast = 0;
let things = 0;

/** A scan of one of the cast. */
export type Line<Role extends string> = readonly [who: Role, parts: ScanParts];

/** Parties with a device each, whose keys the script has: honest ones, and one that is not. What they sign comes in as any device could send it. */
export class Cast<Role extends string> {
  readonly logged: string[] = [];
  private highest = 0;

  private constructor(
    private readonly field: Field,
    private readonly devices: Readonly<Record<Role, TestDevice>>,
    /** Of all codes of this cast. */
    private readonly digits: string,
  ) {}

  static async enrol<Role extends string>(field: Field, ...roles: readonly Role[]): Promise<Cast<Role>> {
    const number = ++cast;
    const devices = roles.map((role, place) => {
      const id = nameIn(`${role}-${field.profile}-${number}`, field.partition, field.attacker.partitions);
      return [role, new TestDevice(id, glnOf(number * 20 + place))] as const;
    });
    await withRegistrar(field, ({ registrar }) =>
      registrar.enrol({
        parties: devices.map(([name, { gln }]) => ({ gln, name, country: 'IN', kind: PartyKind.OTHER })),
        devices: devices.map(
          ([
            ,
            {
              id,
              gln,
              boot,
              signer: { algorithm, publicKey },
            },
          ]) => ({
            id,
            partyGln: gln,
            kind: 'load',
            elsewhere: { algorithm, publicKey, boot },
          }),
        ),
      }),
    );
    return new Cast(
      field,
      Object.fromEntries(devices) as Record<Role, TestDevice>,
      `9529${String(number).padStart(3, '0')}`,
    );
  }

  /** Something with a serial of its own. */
  thing(): string {
    return `https://id.gs1.org/01/0${withCheckDigit(`${this.digits}00001`)}/21/S${++things}`;
  }

  pallet(): string {
    return `https://id.gs1.org/00/${withCheckDigit(`0${this.digits}${String(++things).padStart(9, '0')}`)}`;
  }

  party(role: Role): Uint8Array {
    return this.devices[role].party;
  }

  device(role: Role): TestDevice {
    return this.devices[role];
  }

  /** Says that a party owns the codes that begin with these digits. @returns an error of the registrar */
  async own(role: Role, digits = this.digits): Promise<Error | null> {
    const { gln } = this.devices[role];
    try {
      await withRegistrar(this.field, ({ codes }) => codes.state({ party: gln, digits, role: CodesRole.OWNER }));
      return null;
    } catch (error) {
      return error as Error;
    }
  }

  /** Signs scans and brings them in, in this order. */
  plays(...lines: readonly Line<Role>[]): Promise<void> {
    return this.bring(lines.map(([who, parts]) => this.devices[who].scan({ eventTimeMs: Date.now(), ...parts })));
  }

  /** The same scan by many devices. */
  crowds(devices: readonly TestDevice[], parts: ScanParts): Promise<void> {
    return this.bring(devices.map((device) => device.scan({ eventTimeMs: Date.now(), ...parts })));
  }

  private async bring(scans: readonly SignedScan[]): Promise<void> {
    const { attacker, partition } = this.field;
    for (let at = 0; at < scans.length; at += SCANS_PER_RECORD)
      await attacker.inject(
        partition,
        attacker.seal({ scans: scans.slice(at, at + SCANS_PER_RECORD).map((scan) => verified(scan)) }),
      );
    this.logged.push(...scans.map(hashOf));
    await this.field.taken();
    const { scans: honest } = this.field.victim;
    await this.field.victim.store();
    await this.field.victim.receipted(SHOWN_TIMEOUT_MS);
    this.highest = Math.max(0, ...[...honest.values()].map(({ logIndex }) => logIndex ?? 0));
  }

  /** What anybody makes of the evidence of a thing that tells of all that was played. */
  async verdict(object: string): Promise<Verdict> {
    const { node } = this.field.live;
    const path = object.slice('https://id.gs1.org/'.length);
    let last = '';
    for (const end = performance.now() + SHOWN_TIMEOUT_MS; performance.now() < end; await pause(50)) {
      const answer = await fetch(`${node.apiUrl}/api/v1/objects/${path}/evidence`);
      last = `the api answers ${answer.status}`;
      if (!answer.ok) continue;
      const evidence = new Uint8Array(await answer.arrayBuffer());
      const policy = this.field.policy();
      const verdict = await judgeEvidence({ evidence, policy, object, verifier: new NativeVerifier() });
      if ((verdict.checkpoint?.size ?? 0) > this.highest) return verdict;
    }
    throw new Error(`no evidence of ${object} comes that tells of it: ${last}`);
  }
}

const glnOf = (number: number): string => withCheckDigit(`95200029${String(number).padStart(4, '0')}`);

async function withRegistrar<Result>(
  { live }: Field,
  work: (registrars: ReturnType<typeof openRegistrar>) => Promise<Result>,
): Promise<Result> {
  const environment = parseEnvironment(z.object(commonEnvironment), { ...process.env, ...live.node.environment });
  const registrars = openRegistrar(environment, { broker: live.brokerUrl });
  try {
    return await work(registrars);
  } finally {
    await registrars.close();
  }
}
