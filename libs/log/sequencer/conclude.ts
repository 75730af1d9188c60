import type pg from 'pg';
import {
  decodeLogEntry,
  DEVICE_AT,
  type DistantSigner,
  EventKind,
  type SignedStatement,
  signedStatementOf,
  signEventByDistantKey,
} from '#libs/core/wire';
import { keyOf, LedgerError } from '#libs/log/ledger';
import type { BootState } from './boots.js';
import type { Findings, RejectNotice } from './findings.js';
import type { History } from './history.js';
import type { LogBatch } from './log-batch.js';
import { rejectOf } from './placement.js';
import { placeKey, type RefusedRange, type Refusals, type ToldRefusals } from './refusals.js';
import { signedOf } from './signed-of.js';
import type { WaitingRefusal } from './waiting-refusals.js';
import type { ScanView } from './scan-view.js';

export interface ConcludeInput {
  readonly client: pg.Client;
  /** Signs what the sequencer itself says: the receipt key. */
  readonly signer: DistantSigner;
  readonly batch: LogBatch;
  readonly history: History;
  readonly findings: Findings;
  readonly refusals: Refusals;
  /** Nothing that only waits is told of: the key that signs may end with this transaction. */
  readonly isQuiet: boolean;
  readonly nowMs: number;
}

/** Rows that say which contradictions and refusals the log tells of. */
export interface Concluded {
  readonly rejects: RejectNotice[];
  readonly equivocations: { bootNumber: number; counter: number; reason: string; logIndex: number }[];
  readonly refusals: ToldRefusals['refusals'];
  readonly ranges: RefusedRange[];
  /** Refusals that wait from now on, and such as wait no longer. */
  readonly waiting: { readonly added: WaitingRefusal[]; readonly gone: WaitingRefusal[] };
}

type Reason = 'COUNTER_REUSED' | 'PREVIOUS_MISMATCH';

/**
 * Makes entries of refusals, once each, and of contradictions, one for each boot, and answers for what was not taken. Runs after all scans of the batch
 * have their place; queries only where something was found.
 */
export async function conclude(input: ConcludeInput): Promise<Concluded> {
  const { findings, client, refusals, isQuiet, nowMs } = input;
  const { conflicts, misfits } = findings;
  const waiting = { added: [], gone: [] };
  const concluded: Concluded = { rejects: [...findings.rejects], equivocations: [], refusals: [], ranges: [], waiting };
  const accused = [...conflicts, ...misfits];
  const convicted = accused.length > 0 ? await convictedBoots(client, accused) : new Set<number>();
  const quoted = quotedOf(findings, convicted);
  const isDue = !isQuiet && (refusals.nextDueMs() ?? Infinity) <= nowMs;
  // Refusals first: a contradiction may quote one, which then stands in the log before it.
  if (isDue || findings.refusals.length + quoted.size > 0)
    takeTold(concluded, await refusals.tell({ ...input, found: findings.refusals, quoted }));
  if (accused.length > 0) await concludeContradictions(input, concluded, convicted);
  if (findings.strangers.length > 0) await concludeStrangers(input, concluded);
  return concluded;
}

function takeTold(concluded: Concluded, told: ToldRefusals): void {
  concluded.rejects.push(...told.rejects);
  concluded.refusals.push(...told.refusals);
  concluded.ranges.push(...told.ranges);
  concluded.waiting.added.push(...told.added);
  concluded.waiting.gone.push(...told.gone);
}

/** Places of refused statements that the first contradiction of a boot will quote. */
function quotedOf({ conflicts, misfits }: Findings, convicted: ReadonlySet<number>): Map<string, BootState> {
  const done = new Set([...convicted, ...misfits.map(({ boot }) => boot.bootNumber)]);
  const quoted = new Map<string, BootState>();
  for (const { boot, counter, refused } of conflicts) {
    const { bootNumber } = boot;
    if (refused && !done.has(bootNumber)) quoted.set(placeKey({ bootNumber, counter }), boot);
    done.add(bootNumber);
  }
  return quoted;
}

async function concludeContradictions(
  input: ConcludeInput,
  concluded: Concluded,
  convicted: Set<number>,
): Promise<void> {
  const { batch, history, findings, client } = input;
  const { conflicts, misfits } = findings;
  for (const { boot, counter, refused } of conflicts) if (!refused) history.want(boot, counter);
  for (const { boot, counter } of misfits) {
    history.want(boot, counter - 1);
    history.want(boot, counter);
  }
  await history.load();
  const places = [...conflicts, ...misfits];
  const told = await toldContradictions(client, places);

  /** @returns the entry that tells of it, null for one of a boot of which another one is told: a device is convicted once. */
  const tell = async (
    { bootNumber }: BootState,
    counter: number,
    reason: Reason,
    first: SignedStatement,
    second: SignedStatement,
  ): Promise<number | null> => {
    const key = toldKey(bootNumber, counter, reason);
    const known = told.get(key);
    if (known !== undefined || convicted.has(bootNumber)) return known ?? null;
    const body = { first, second, timeMs: input.nowMs, reason };
    const logIndex = batch.addEvent(await signEventByDistantKey(EventKind.EQUIVOCATION, body, input.signer), []);
    told.set(key, logIndex);
    convicted.add(bootNumber);
    concluded.equivocations.push({ bootNumber, counter, reason, logIndex });
    return logIndex;
  };
  for (const { boot, counter } of misfits)
    await tell(boot, counter, 'PREVIOUS_MISMATCH', loggedAt(input, boot, counter - 1), loggedAt(input, boot, counter));
  for (const { boot, counter, refused, second } of conflicts) {
    const first = refused ? signedOf(refused) : loggedAt(input, boot, counter);
    const logIndex = await tell(boot, counter, 'COUNTER_REUSED', first, signedOf(second));
    if ('view' in second) concluded.rejects.push({ ...rejectOf(second.view, boot, 'COUNTER_REUSED'), logIndex });
  }
}

/** Scans of boots that are not registered: told apart by whether the device is. */
async function concludeStrangers({ findings, client }: ConcludeInput, concluded: Concluded): Promise<void> {
  const deviceOf = ({ bytes }: ScanView): Buffer => bytes.subarray(DEVICE_AT, DEVICE_AT + 32);
  const known = await deviceIds(client, findings.strangers.map(deviceOf));
  for (const view of findings.strangers) {
    const deviceId = known.get(keyOf(deviceOf(view))) ?? null;
    concluded.rejects.push({ ...rejectOf(view, null, deviceId ? 'BOOT_UNKNOWN' : 'DEVICE_UNKNOWN'), deviceId });
  }
}

/** Ids of registered devices, by key. */
export async function deviceIds(client: pg.Client, deviceKeys: readonly Buffer[]): Promise<Map<string, string>> {
  const { rows } = await client.query<{ key: Buffer; id: string }>(
    'SELECT device_key AS key, device_id AS id FROM device WHERE device_key = ANY($1::bytea[])',
    [deviceKeys],
  );
  return new Map(rows.map(({ key, id }) => [keyOf(key), id]));
}

async function toldContradictions(
  client: pg.Client,
  places: readonly { readonly boot: BootState; readonly counter: number }[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ bootNumber: number; counter: number; reason: string; logIndex: number }>(
    `SELECT e.boot_number AS "bootNumber", e.counter, e.reason, e.log_index AS "logIndex"
     FROM equivocation e JOIN unnest($1::int[], $2::bigint[]) AS u (boot_number, counter) USING (boot_number, counter)`,
    [places.map(({ boot }) => boot.bootNumber), places.map(({ counter }) => counter)],
  );
  return new Map(
    rows.map(({ bootNumber, counter, reason, logIndex }) => [toldKey(bootNumber, counter, reason), logIndex]),
  );
}

/** Boots of which an equivocation entry tells: whoever holds the key could else make the trail of the device as long as he likes. */
async function convictedBoots(
  client: pg.Client,
  places: readonly { readonly boot: BootState }[],
): Promise<Set<number>> {
  const { rows } = await client.query<{ bootNumber: number }>(
    'SELECT DISTINCT boot_number AS "bootNumber" FROM equivocation WHERE boot_number = ANY($1::int[])',
    [places.map(({ boot }) => boot.bootNumber)],
  );
  return new Set(rows.map(({ bootNumber }) => bootNumber));
}

const toldKey = (bootNumber: number, counter: number, reason: string): string => `${bootNumber}:${counter}:${reason}`;

/** The statement that stands in the log, or in this batch, at a counter. */
function loggedAt({ batch, history }: ConcludeInput, boot: BootState, counter: number): SignedStatement {
  const place = batch.placeOf(boot, counter);
  if (place < 0) return history.get(boot, counter)!.statement;
  const entry = decodeLogEntry(batch.entries[place]!);
  if (entry.kind !== 'scan') throw new LedgerError('ROW_MALFORMED', 'an event stands where a scan was placed');
  return signedStatementOf(entry.scan);
}
