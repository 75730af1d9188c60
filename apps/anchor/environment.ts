import { z } from 'zod';
import { commonEnvironment, type Needs, portNumber, wholeNumber } from '#libs/host/service';

const whole = (min: number, max: number, standard: number) => wholeNumber({ min, max, standard });

/** What anchor reads at its start. */
export const anchorEnvironment = z.object({
  ...commonEnvironment,
  /** Health and metrics, on loopback. 0 takes a free port. */
  CAIRN_ANCHOR_HEALTH_PORT: portNumber(3002),
  /** Folder below which ingest and api find what they need, each in a CAIRN_DATA of its own. Without it they read that of the anchor, keys and all. */
  CAIRN_ANCHOR_HAND_OUT: z.string().min(1).optional(),
  /** How long the right to write lasts without renewal. Shorter lets a busy machine lose it; longer makes a stand-by wait longer. */
  CAIRN_ANCHOR_LEASE_MS: whole(1_000, 60_000, 6_000),
  /** Time between two renewals. Above a third of the lease one lost answer may end it. */
  CAIRN_ANCHOR_RENEW_MS: whole(100, 20_000, 2_000),
  /** The operator's word on what time it is, where the clock jumped too far to be believed. Counts for a day from there. */
  CAIRN_ANCHOR_CLOCK_AGREED: z.iso
    .datetime({ offset: true, error: 'expected a time such as 2026-12-24T15:00:00Z' })
    .optional()
    .transform((text) => (text === undefined ? undefined : Date.parse(text))),
  /** How long a scan waits for one of its device with a lower counter. Too short shows gaps that fill at once; too long delays receipts. */
  CAIRN_ANCHOR_HOLD_MS: whole(0, 60_000, 2_000),
  /** Time between two transactions. Shorter costs more work for each scan and helps nobody, since receipts wait for the next checkpoint. */
  CAIRN_ANCHOR_COMMIT_MS: whole(0, 1_000, 100),
  /** Time between two checkpoints. Receipts wait for it. */
  CAIRN_ANCHOR_PUBLISH_MS: whole(10, 60_000, 100),
  /** How old cosignatures may become while nothing happens. Short asks witnesses often; long lets an idle log look abandoned. */
  CAIRN_ANCHOR_COSIGN_MS: whole(1_000, 86_400_000, 60_000),
  /** What a witness may take for its answer. Short misses far ones; long makes a checkpoint wait for one that is dead. */
  CAIRN_ANCHOR_WITNESS_TIMEOUT_MS: whole(50, 60_000, 3_000),
  /** Addresses of witnesses, by their names in policy.txt: name=url, comma-separated. Those that are missing here are read there. */
  CAIRN_ANCHOR_WITNESS_URLS: z
    .string()
    .regex(/^[^\s,=]+=https?:[^\s,]+(,[^\s,=]+=https?:[^\s,]+)*$/u, 'expected name=url[,name=url]')
    .regex(/^[^@]*$/u, 'expected no user and no password: witnesses are asked without')
    .optional()
    .transform((text) => new Map(text?.split(',').map((item) => splitAt(item, item.indexOf('='))))),
});

const splitAt = (item: string, at: number): [string, string] => [item.slice(0, at), item.slice(at + 1)];

/** What it cannot do without. */
export const ANCHOR_NEEDS: Needs = { of: ['database', 'stream'] };

export type AnchorEnvironment = z.output<typeof anchorEnvironment>;
