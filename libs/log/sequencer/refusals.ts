import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import {
  decodeEventBody,
  decodeLogEntry,
  type DistantSigner,
  EventKind,
  refusalsKey,
  signEventByDistantKey,
} from '#libs/core/wire';
import { asBuffer, bytesOfKey, keyOf } from '#libs/log/ledger';
import type { BootState } from './boots.js';
import { type Findings, hashOf, type RejectNotice } from './findings.js';
import type { LogBatch } from './log-batch.js';
import { bodyOf, type CounterSpan, groupOf, nextGroup, type RefusalGroup } from './refusal-group.js';
import { signedOf } from './signed-of.js';
import { type WaitingRefusal, WaitingRefusals } from './waiting-refusals.js';

/** Entries of one device that tell of refusals: whoever sends thousands of bad scans makes nobody's evidence longer. */
export const REFUSALS_EVERY_MS = 60_000;
/** What of one device may wait: an hour of what cannot be told shorter, 1.2 MB. What is beyond is kept among the rejects alone. */
export const WAITING_OF_DEVICE_MAX = 4_096;
const TOLD_DEVICES_MAX = 16_384; // 100 bytes each; one that is not here costs a query, when something of it is refused

/** Which counters an entry tells of. */
export interface RefusedRange extends CounterSpan {
  readonly bootNumber: number;
  readonly logIndex: number;
}

/** What came of the refusals of a transaction, and what the tables take. */
export interface ToldRefusals {
  readonly rejects: RejectNotice[];
  /** Statements that stand in entries: they take their counters. */
  readonly refusals: {
    statementHash: Buffer;
    bootNumber: number;
    counter: number;
    reason: string;
    logIndex: number;
  }[];
  readonly ranges: RefusedRange[];
  readonly added: WaitingRefusal[];
  /** They are told of, or what they refused was logged since. */
  readonly gone: WaitingRefusal[];
}

export interface TellInput {
  readonly signer: DistantSigner;
  readonly batch: LogBatch;
  readonly found: Findings['refusals'];
  /** Places (`placeKey`) of those that an entry of this transaction quotes, which must stand before it, with their boots. */
  readonly quoted: ReadonlyMap<string, BootState>;
  readonly nowMs: number;
}

export const placeKey = ({ bootNumber, counter }: { readonly bootNumber: number; readonly counter: number }): string =>
  `${bootNumber}:${counter}`;

/**
 * Gathers refusals, and has the log tell of them: at most one entry a minute and device, of up to 64 spans of counters of one boot and
 * reason. The first is told of at once; what waits lies in a table, in the transaction of the records that it came in.
 */
export class Refusals {
  private readonly table: WaitingRefusals;
  /** When the next entry of a device may come; only of devices of which something waits. */
  private readonly due = new Map<string, number>();
  private readonly toldMs = new LRUCache<string, number>({ max: TOLD_DEVICES_MAX });

  constructor(private readonly client: pg.Client) {
    this.table = new WaitingRefusals(client);
  }

  async load(nowMs: number): Promise<void> {
    for (const device of await this.table.devices()) this.due.set(device, await this.dueMsOf(device, nowMs));
  }

  /** When there is something to tell, in milliseconds since 1970; null where nothing waits. */
  nextDueMs(): number | null {
    let next: number | null = null;
    for (const ms of this.due.values()) if (next === null || ms < next) next = ms;
    return next;
  }

  /** Makes entries of what is due. After an error it is of no use any more. */
  async tell(input: TellInput): Promise<ToldRefusals> {
    const { found, quoted, nowMs } = input;
    const told: ToldRefusals = { rejects: [], refusals: [], ranges: [], added: [], gone: [] };
    const before = await this.knownBefore(found);
    const fresh = freshOf(found, before, nowMs);
    const isOver = ([, ms]: [string, number]): boolean => ms <= nowMs;
    const overdue = [...this.due].filter(isOver).map(([device]) => device);
    const ofQuoted = [...quoted.values()].map(({ deviceKey }) => keyOf(deviceKey));
    const devices = new Set([...fresh.keys(), ...overdue, ...ofQuoted]);
    const known = await this.table.ofDevices([...devices]);
    for (const device of devices) {
      const waiting = known.filter(({ deviceKey }) => keyOf(deviceKey) === device);
      await this.tellOf(device, { waiting, fresh: fresh.get(device) ?? [], input, told });
    }
    for (const { boot, statement, notice } of found) {
      const place = placeKey({ bootNumber: boot.bootNumber, counter: notice.counter });
      const now = told.ranges.find((range) => holds(range, boot.bootNumber, notice.counter));
      told.rejects.push({
        ...notice,
        logIndex: before.get(hashText(hashOf(statement), place)) ?? now?.logIndex ?? null,
      });
    }
    return told;
  }

  /** @returns the entries that tell of these already, by `hashText`; null for those that wait. */
  private async knownBefore(found: Findings['refusals']): Promise<Map<string, number | null>> {
    const places = found.map(({ boot, statement, notice }) => ({
      bootNumber: boot.bootNumber,
      boot: boot.boot,
      counter: notice.counter,
      statementHash: hashOf(statement),
    }));
    const known = places.length > 0 ? await this.table.known(places) : [];
    const told = new Map<string, number | null>();
    for (const [index, { logIndex, waits }] of known.entries()) {
      const place = places[index]!;
      if (logIndex !== null || waits) told.set(hashText(place.statementHash, placeKey(place)), logIndex);
    }
    return told;
  }

  private async tellOf(
    device: string,
    {
      waiting,
      fresh,
      input,
      told,
    }: {
      readonly waiting: readonly (WaitingRefusal & { readonly isLogged: boolean })[];
      readonly fresh: readonly WaitingRefusal[];
      readonly input: TellInput;
      readonly told: ToldRefusals;
    },
  ): Promise<void> {
    const { batch, quoted, nowMs } = input;
    // What was refused for its form may have come whole since.
    const isMoot = (one: WaitingRefusal & { readonly isLogged?: boolean }): boolean =>
      one.isLogged === true || batch.holds(one.bootNumber, one.counter);
    const moot = waiting.filter(isMoot);
    const room = Math.max(0, WAITING_OF_DEVICE_MAX - waiting.length);
    const open = [...waiting, ...fresh].filter((one) => !isMoot(one));
    const groups = open.filter((one) => quoted.has(placeKey(one))).map((one) => groupOf([one]));
    const rest = open.filter((one) => !quoted.has(placeKey(one)));
    if (rest.length > 0 && (await this.dueMsOf(device, nowMs)) <= nowMs) groups.push(nextGroup(rest));
    const gone = new Set<WaitingRefusal>(moot);
    for (const group of groups) {
      await this.log(group, input, told);
      for (const one of group.refusals) gone.add(one);
      this.toldMs.set(device, nowMs);
    }
    const added = fresh.filter((one) => !gone.has(one) && !isMoot(one)).slice(0, room);
    told.added.push(...added);
    told.gone.push(...waiting.filter((one) => gone.has(one)));
    if (waiting.some((one) => !gone.has(one)) || added.length > 0)
      this.due.set(device, await this.dueMsOf(device, nowMs));
    else this.due.delete(device);
  }

  private async log(group: RefusalGroup, { signer, batch, nowMs }: TellInput, told: ToldRefusals): Promise<void> {
    const body = bodyOf(group, nowMs);
    const logIndex = batch.addEvent(await signEventByDistantKey(EventKind.REFUSED, body, signer), []);
    const [first, last] = [group.refusals[0]!, group.refusals.at(-1)!];
    for (const { statementHash, bootNumber, counter, reason } of first === last ? [first] : [first, last])
      told.refusals.push({ statementHash, bootNumber, counter, reason, logIndex });
    for (const span of group.spans) told.ranges.push({ ...span, bootNumber: first.bootNumber, logIndex });
  }

  private async dueMsOf(device: string, nowMs: number): Promise<number> {
    // An entry that was told of later than it is now holds nothing up for longer than usual: the clock was set back.
    const toldMs = Math.min(this.toldMs.get(device) ?? (await this.readToldMs(device)), nowMs);
    this.toldMs.set(device, toldMs);
    return toldMs === 0 ? 0 : toldMs + REFUSALS_EVERY_MS;
  }

  /** Of the newest entry that tells of refusals of the device, 0 for none. */
  private async readToldMs(device: string): Promise<number> {
    const { rows } = await this.client.query<{ entry: Buffer }>(
      'SELECT e.entry FROM trail_link t JOIN log_entry e USING (log_index) WHERE t.trail_key = $1 ORDER BY t.n DESC LIMIT 1',
      [asBuffer(refusalsKey(bytesOfKey(device)))],
    );
    const entry = rows[0] && decodeLogEntry(rows[0].entry);
    return entry?.kind === 'event' ? decodeEventBody(EventKind.REFUSED, entry.event.body).timeMs : 0;
  }
}

const hashText = (statementHash: Buffer, place: string): string => `${place} ${statementHash.toString('latin1')}`;

const holds = ({ bootNumber, first, last }: RefusedRange, ofBoot: number, counter: number): boolean =>
  bootNumber === ofBoot && first <= counter && counter <= last;

/** Those that nobody knows of yet, by device, and of each counter the first. */
function freshOf(
  found: Findings['refusals'],
  before: ReadonlyMap<string, number | null>,
  nowMs: number,
): Map<string, WaitingRefusal[]> {
  const fresh = new Map<string, WaitingRefusal[]>();
  const seen = new Set<string>();
  for (const { boot, statement, reason, notice } of found) {
    const { bootNumber, deviceKey } = boot;
    const { counter } = notice;
    const place = placeKey({ bootNumber, counter });
    const statementHash = hashOf(statement);
    if (seen.has(place) || before.has(hashText(statementHash, place))) continue;
    seen.add(place);
    const device = keyOf(deviceKey);
    const one = { bootNumber, boot: boot.boot, counter, deviceKey, statementHash, reason };
    const waiting = { ...one, statement: signedOf(statement), refusedTimeMs: nowMs };
    const ofDevice = fresh.get(device);
    if (ofDevice) ofDevice.push(waiting);
    else fresh.set(device, [waiting]);
  }
  return fresh;
}
