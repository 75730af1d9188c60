import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type DeviceIdentity, type Enrolment, readDeviceFolder, type Trust, writeEnrolment } from '#libs/device';
import type { LedgerReader } from '#libs/ledger';
import {
  bytesEqual,
  decodeStreamBatch,
  deviceKey,
  encodeStreamBatch,
  partyKey,
  type SubmittedEvent,
} from '#libs/provenance';
import { type ScanStream, sealRecord } from '#libs/stream';
import { type Candidate, candidateFor, type DeviceToEnrol } from './candidate.js';
import { EnrolmentError } from './errors.js';
import { enrolEvent, partyEvent, type PartyToEnrol } from './events.js';
import { EnrolmentJournal } from './journal.js';
import { missingSubjects, trustOf } from './ledger-view.js';
import type { Operator } from './operator.js';
import { passwordHash } from './passwords.js';

/** What a device needs to begin. */
export interface EnrolledDevice extends Enrolment {
  readonly identity: DeviceIdentity;
  /** Undefined for a device that is elsewhere. */
  readonly folder?: string;
  /** False when it was enrolled before. */
  readonly isNew: boolean;
}

export interface RegistrarOptions {
  readonly operator: Operator;
  readonly stream: ScanStream;
  readonly reader: LedgerReader;
  /** Where the devices are to connect: mqtt://host:port. */
  readonly broker: string;
  readonly nowMs?: () => number;
  /** How long the node may take to log a batch. Default: 60 s. */
  readonly loggedTimeoutMs?: number;
}

export interface EnrolRequest {
  readonly parties?: readonly PartyToEnrol[];
  readonly devices?: readonly DeviceToEnrol[];
  readonly signal?: AbortSignal;
}

const EVENTS_PER_RECORD_MAX = 256; // as scans
const POLL_MS = 100;
const LOGGED_TIMEOUT_MS = 60_000;

/**
 * Enrols parties and devices: signs their events with the operator's key, appends them to the stream like everything else that comes
 * into the log, waits until they are logged, and only then gives passwords out. Safe to repeat after a crash at any point: what is
 * enrolled is left alone.
 */
export class Registrar {
  readonly #journal: EnrolmentJournal;
  readonly #nowMs: () => number;

  constructor(private readonly options: RegistrarOptions) {
    this.#journal = new EnrolmentJournal(join(options.operator.devicesFolder, '.enrolling'));
    this.#nowMs = options.nowMs ?? Date.now;
  }

  /** @throws {EnrolmentError} DEVICE_OTHERWISE and PARTY_UNKNOWN before anything is signed; NOT_LOGGED; errors of the adapters. */
  async enrol({ parties = [], devices = [], signal }: EnrolRequest): Promise<EnrolledDevice[]> {
    await this.#finishEarlierRuns(signal);
    const { operator, reader } = this.options;
    const registered = await reader.registry.devicesByKeys(devices.map(({ id }) => deviceKey(id)));
    const newParties = await this.#unknownParties(parties, devices);
    const candidates = devices.map((device) => candidateFor(device, registered, operator.devicesFolder));
    const timeMs = this.#nowMs();
    const events = [
      ...newParties.map((party) => partyEvent(party, operator.signer, timeMs)),
      ...candidates
        .filter(({ isNew }) => isNew)
        .map(({ request, identity }) => enrolEvent(identity, request, operator.signer, timeMs)),
    ];
    for (let i = 0; i < events.length; i += EVENTS_PER_RECORD_MAX) {
      await this.#log(events.slice(i, i + EVENTS_PER_RECORD_MAX), signal);
    }
    const trust = await trustOf(operator, reader);
    const letIn = async (candidate: Candidate): Promise<EnrolledDevice> => {
      signal?.throwIfAborted();
      const { identity, folder, isNew } = candidate;
      return { ...(await this.#letIn(candidate, trust)), identity, folder, isNew };
    };
    return Promise.all(candidates.map(letIn));
  }

  /** What a crash left between journal and log. */
  async #finishEarlierRuns(signal: AbortSignal | undefined): Promise<void> {
    for (const { batch, forget } of this.#journal.leftovers()) {
      await this.#append(batch);
      await this.#untilLogged(decodeStreamBatch(batch).events, signal);
      forget();
    }
  }

  async #log(events: readonly SubmittedEvent[], signal: AbortSignal | undefined): Promise<void> {
    const batch = encodeStreamBatch({ scans: [], events, rejected: [] });
    const forget = this.#journal.keep(batch);
    await this.#append(batch);
    await this.#untilLogged(events, signal);
    forget();
  }

  /** All events into one partition, so that a party stands before its devices. */
  async #append(batch: Uint8Array): Promise<void> {
    const value = sealRecord(this.options.operator.streamKey, batch);
    await this.options.stream.append('scans', [{ partition: 0, value }]);
  }

  async #untilLogged(events: readonly SubmittedEvent[], signal: AbortSignal | undefined): Promise<void> {
    const { loggedTimeoutMs = LOGGED_TIMEOUT_MS } = this.options;
    const deadlineMs = this.#nowMs() + loggedTimeoutMs;
    for (;;) {
      const missing = await missingSubjects(events, this.options.reader);
      if (missing === 0) return;
      if (this.#nowMs() > deadlineMs) {
        throw new EnrolmentError(
          'NOT_LOGGED',
          `${missing} of ${events.length} parties and devices are not in the log after ${loggedTimeoutMs / 1_000} s: is the anchor running?`,
        );
      }
      await pause(POLL_MS, undefined, { signal });
    }
  }

  async #unknownParties(parties: readonly PartyToEnrol[], devices: readonly DeviceToEnrol[]): Promise<PartyToEnrol[]> {
    const { registry } = this.options.reader;
    const unknown: PartyToEnrol[] = [];
    for (const party of parties) if (!(await registry.party(partyKey(party.gln)))) unknown.push(party);
    const given = new Set(parties.map(({ gln }) => gln));
    for (const gln of new Set(devices.map(({ partyGln }) => partyGln))) {
      if (given.has(gln) || (await registry.party(partyKey(gln)))) continue;
      throw new EnrolmentError(
        'PARTY_UNKNOWN',
        `no party with the GLN ${gln} is enrolled: give its name to enrol it too`,
      );
    }
    return unknown;
  }

  /** Password and trust: in the folder first, so that the broker never knows a password that nobody has. */
  async #letIn({ identity, folder }: Candidate, trust: Trust): Promise<Enrolment> {
    const { broker, reader } = this.options;
    const before = folder === undefined ? undefined : readDeviceFolder(folder).enrolment;
    const enrolment = { broker, password: before?.password ?? randomBytes(24).toString('base64url'), trust };
    if (folder !== undefined) writeEnrolment(folder, enrolment);
    const hash = passwordHash(enrolment.password);
    const known = await reader.registry.credential(identity.id);
    if (!known || !bytesEqual(known, hash)) await reader.registry.storeCredential(identity.id, hash);
    return enrolment;
  }
}
