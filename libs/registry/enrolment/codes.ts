import { partyName } from '#libs/core/gs1';
import { bytesEqual, type CodesBody, type CodesRole, encodeSignedEvent, EventKind, partyKey, signEvent } from '#libs/core/wire';
import type { CodeHolder } from '#libs/log/ledger';
import { EnrolmentError } from './errors.js';
import type { EventAppender } from './event-appender.js';
import { appenderOf, type RegistrarOptions } from './registrar.js';

/** Whose the codes are that begin with some digits. */
export interface CodesToRegister {
  /** 4 to 14. */
  readonly digits: string;
  /** As `gln` of a party. */
  readonly partyGln: string;
  readonly role: CodesRole;
  /** Default: since ever. */
  readonly fromMs?: number | undefined;
  /** Not included. Default: for ever. */
  readonly untilMs?: number | undefined;
}

export interface RegisteredCodes {
  /** Of the entry that says so. */
  readonly logIndex: number;
  /** False when it was said before. */
  readonly isNew: boolean;
}

/** Who owns which codes, by the operator's word. Safe to repeat: what is said already is left alone. */
export class CodesRegistrar {
  readonly #appender: EventAppender;
  readonly #nowMs: () => number;

  constructor(private readonly options: RegistrarOptions) {
    this.#appender = appenderOf(options);
    this.#nowMs = options.nowMs ?? Date.now;
  }

  /** By digits, the shortest first. */
  list(): Promise<CodeHolder[]> {
    return this.options.reader.registry.codeHolders();
  }

  /** @throws {EnrolmentError} PARTY_UNKNOWN; CODES_TAKEN; NOT_LOGGED, REFUSED; {Gs1Error} for a GLN that is none; {WireError} for digits or times that cannot be */
  async register(codes: CodesToRegister, signal?: AbortSignal): Promise<RegisteredCodes> {
    await this.#appender.finishEarlierRuns(signal);
    const { operator, reader } = this.options;
    const { digits, partyGln, role, fromMs, untilMs } = codes;
    const party = partyKey(partyName(partyGln));
    if (!(await reader.registry.party(party)))
      throw new EnrolmentError('PARTY_UNKNOWN', `no party ${partyGln} is enrolled: enrol it first, with its name`);
    const holders = await this.list();
    const same = holders.find(
      (one) => one.digits === digits && one.role === role && bytesEqual(one.partyKey, party),
    );
    if (same && same.fromMs === (fromMs ?? null) && same.untilMs === (untilMs ?? null))
      return { logIndex: same.logIndex, isNew: false };
    const times = { ...(fromMs !== undefined && { fromMs }), ...(untilMs !== undefined && { untilMs }) };
    const body: CodesBody = { party, digits, role, ...times, timeMs: this.#nowMs() };
    const signedEvent = encodeSignedEvent(signEvent(EventKind.CODES, body, operator.signer));
    const [outcome] = await this.#appender.log([{ signedEvent, disclosures: [] }], signal);
    if (outcome!.kind === 'logged') return { logIndex: outcome!.logIndex, isNew: true };
    const { reason, text } = outcome!;
    if (reason === 'EVENT_CODES_TAKEN') throw new EnrolmentError('CODES_TAKEN', text);
    throw new EnrolmentError('REFUSED', `the node has refused it, ${reason}: ${text}`);
  }
}
