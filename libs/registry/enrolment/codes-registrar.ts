import { partyName } from '#libs/core/gs1';
import {
  type CodesBody,
  CodesRole,
  bytesEqual,
  decodeEventBody,
  decodeLogEntry,
  encodeSignedEvent,
  EventKind,
  partyKey,
  signEvent,
} from '#libs/core/wire';
import type { CodeHolder, LedgerReader } from '#libs/log/ledger';
import { EnrolmentError } from './errors.js';
import type { EventAppender } from './event-appender.js';
import { appenderOf, type RegistrarOptions } from './registrar.js';

/** Whose the codes are that begin with these digits. */
export interface CodesToState extends Pick<CodesBody, 'digits' | 'role' | 'fromMs' | 'untilMs'> {
  /** GLN of the party, 13 digits; of one without a GLN its URI. */
  readonly party: string;
  readonly signal?: AbortSignal;
}

/** A statement about codes, as the log has it. */
export interface StatedCodes extends CodesBody {
  readonly logIndex: number;
  /** Name of the party, where it is known here. */
  readonly partyName: string | null;
}

const ENTRIES_AT_ONCE = 256;

type SaidOfCodes = Pick<CodesBody, 'digits' | 'role' | 'party'> & {
  readonly fromMs?: number | null;
  readonly untilMs?: number | null;
};

/** Says who owns codes, and who makes things under them: events signed by the operator. Safe to repeat after a crash at any point. */
export class CodesRegistrar {
  readonly #appender: EventAppender;
  readonly #nowMs: () => number;

  constructor(private readonly options: RegistrarOptions) {
    this.#appender = appenderOf(options);
    this.#nowMs = options.nowMs ?? Date.now;
  }

  /**
   * @returns log index of the entry; of an earlier one that says the same and still counts
   * @throws {EnrolmentError} REFUSED for a party that is not enrolled, or codes that have another owner at that time; NOT_LOGGED.
   *   {Gs1Error} for a GLN or URI that is none; {WireError} for digits or times that cannot be.
   */
  async state({ party, signal, ...said }: CodesToState): Promise<number> {
    await this.#appender.finishEarlierRuns(signal);
    const body = { ...said, party: partyKey(partyName(party)), timeMs: this.#nowMs() };
    const before = (await this.options.reader.registry.codeHolders()).find((one) => saysTheSame(one, body));
    if (before) return before.logIndex;
    const event = signEvent(EventKind.CODES, body, this.options.operator.signer);
    const [outcome] = await this.#appender.log([{ signedEvent: encodeSignedEvent(event), disclosures: [] }], signal);
    if (outcome!.kind === 'refused')
      throw new EnrolmentError(
        'REFUSED',
        `the node has refused it, ${outcome!.reason}: ${outcome!.text}${adviceOn(outcome!.reason, body.digits)}`,
      );
    return outcome!.logIndex;
  }

  /** All that the log says of codes, in its order. */
  list(): Promise<StatedCodes[]> {
    return statedCodes(this.options.reader);
  }
}

const saysTheSame = (one: CodeHolder, { digits, role, party, fromMs = null, untilMs = null }: SaidOfCodes): boolean =>
  one.digits === digits &&
  one.role === role &&
  bytesEqual(one.partyKey, party) &&
  one.fromMs === fromMs &&
  one.untilMs === untilMs;

/** What an operator can do, in a further sentence. */
function adviceOn(reason: string, digits: string): string {
  if (reason === 'EVENT_PARTY_UNKNOWN') return '. Enrol the party first: npx cairn device enrol does, given its name';
  if (reason !== 'EVENT_CODES_OWNED') return '';
  return `. npx cairn codes list shows whose they are. End that with npx cairn codes own ${digits} --party <that party> --until <time>, and begin this one with --from <the same time>`;
}

/** Word of a role, as people write it. */
export const codesRoleName = (role: CodesRole): string => (role === CodesRole.OWNER ? 'owner' : 'made by');

async function statedCodes(reader: LedgerReader): Promise<StatedCodes[]> {
  const indexes = await reader.registry.eventsOfKind(EventKind.CODES);
  const stated: StatedCodes[] = [];
  for (let at = 0; at < indexes.length; at += ENTRIES_AT_ONCE)
    for (const { logIndex, entry } of await reader.entriesAt(indexes.slice(at, at + ENTRIES_AT_ONCE))) {
      const read = decodeLogEntry(entry);
      if (read.kind !== 'event') continue;
      const body = decodeEventBody(EventKind.CODES, read.event.body);
      const party = await reader.registry.party(body.party);
      stated.push({ ...body, logIndex, partyName: party?.name ?? null });
    }
  return stated;
}
