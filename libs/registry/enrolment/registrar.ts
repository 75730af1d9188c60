import { join } from 'node:path';
import { brokerAddress } from '#libs/host/addresses';
import type { DeviceIdentity, Enrolment } from '#libs/sdk/device';
import type { LedgerReader } from '#libs/log/ledger';
import { partyName } from '#libs/core/gs1';
import { deviceKey, partyKey, type SubmittedEvent } from '#libs/core/wire';
import type { ScanStream } from '#libs/transport/stream';
import { type Candidate, candidateFor, type DeviceToEnrol } from './candidate.js';
import { checkKey } from './check-key.js';
import { demandFreeName } from './demand-free-name.js';
import { EnrolmentError } from './errors.js';
import { EventAppender } from './event-appender.js';
import { enrolEvent, partyEvent, type PartyToEnrol } from './events.js';
import { EnrolmentJournal } from './journal.js';
import { isSaidToBeMadeUp, missingSubjects, trustOf } from './ledger-view.js';
import { letIn } from './let-in.js';
import type { Operator } from './operator.js';

/** What a device needs to begin. */
export interface EnrolmentResult extends Enrolment {
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
  /** Where the devices are to connect: mqtt://host:port. Whoever hands out no address needs none. */
  readonly broker?: string | undefined;
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
const LOGGED_TIMEOUT_MS = 60_000;

/** @throws {EnrolmentError} BROKER_UNKNOWN; {AddressError} for an address with a login in it, or anything but scheme, host and port */
export function brokerForDevices({ broker }: RegistrarOptions): string {
  if (broker === undefined)
    throw new EnrolmentError('BROKER_UNKNOWN', 'no address is known that devices could connect to');
  return brokerAddress(broker);
}

/** How registrars of a node bring their events into the log. */
export const appenderOf = ({ operator, stream, reader, nowMs, loggedTimeoutMs }: RegistrarOptions): EventAppender =>
  new EventAppender({
    stream,
    streamKey: operator.streamKey,
    reader,
    journal: new EnrolmentJournal(join(operator.devicesFolder, '.enrolling')),
    nowMs: nowMs ?? Date.now,
    loggedTimeoutMs: loggedTimeoutMs ?? LOGGED_TIMEOUT_MS,
  });

/**
 * Enrols parties and devices: signs their events with the operator's key, appends them to the stream like everything else that comes
 * into the log, waits until they are logged, and only then gives passwords out. Safe to repeat after a crash at any point: what is
 * enrolled is left alone.
 */
export class Registrar {
  readonly #appender: EventAppender;
  readonly #nowMs: () => number;

  constructor(private readonly options: RegistrarOptions) {
    this.#appender = appenderOf(options);
    this.#nowMs = options.nowMs ?? Date.now;
  }

  /** @throws {EnrolmentError} NAME_RESERVED, DEVICE_OTHERWISE, PARTY_UNKNOWN and KEY_INVALID before anything is signed; NOT_LOGGED, REFUSED; errors of the adapters. */
  async enrol({ parties = [], devices = [], signal }: EnrolRequest): Promise<EnrolmentResult[]> {
    for (const { id } of devices) demandFreeName(id);
    for (const { elsewhere } of devices) if (elsewhere) checkKey(elsewhere);
    await this.#appender.finishEarlierRuns(signal);
    const { operator, reader } = this.options;
    const broker = brokerForDevices(this.options);
    const registered = await reader.registry.devicesByKeys(devices.map(({ id }) => deviceKey(id)));
    const newParties = await this.#partiesToState(parties, devices);
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
    const admit = async (candidate: Candidate): Promise<EnrolmentResult> => {
      signal?.throwIfAborted();
      const { identity, folder, isNew, hasEnded } = candidate;
      const password = hasEnded ? 'as-it-is' : 'kept';
      return { ...(await letIn(candidate, { broker, reader, trust, password })), identity, folder, isNew };
    };
    return Promise.all(candidates.map(admit));
  }

  async #log(events: readonly SubmittedEvent[], signal: AbortSignal | undefined): Promise<void> {
    const outcomes = await this.#appender.log(events, signal);
    for (const [i, outcome] of outcomes.entries()) {
      // Another run may have been first: what counts is that the party or device is in the log.
      if (outcome.kind === 'refused' && (await missingSubjects([events[i]!], this.options.reader)) > 0)
        throw new EnrolmentError('REFUSED', `the node has refused it, ${outcome.reason}: ${outcome.text}`);
    }
  }

  /** Those that the log does not know, and those that are made up and of which it does not say so yet. */
  async #partiesToState(parties: readonly PartyToEnrol[], devices: readonly DeviceToEnrol[]): Promise<PartyToEnrol[]> {
    const { reader } = this.options;
    const { registry } = reader;
    const unstated: PartyToEnrol[] = [];
    for (const party of parties) {
      const known = await registry.party(partyKey(partyName(party.gln)));
      if (!known || (party.demo && !(await isSaidToBeMadeUp(known, reader)))) unstated.push(party);
    }
    const given = new Set(parties.map(({ gln }) => partyName(gln)));
    for (const gln of new Set(devices.map(({ partyGln }) => partyName(partyGln)))) {
      if (given.has(gln) || (await registry.party(partyKey(gln)))) continue;
      throw new EnrolmentError(
        'PARTY_UNKNOWN',
        `no party with the GLN ${gln} is enrolled: give its name to enrol it too`,
      );
    }
    return unstated;
  }
}
