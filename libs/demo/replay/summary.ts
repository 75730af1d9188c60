import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFile } from '#libs/host/files';
import { dataPaths } from '#libs/host/service';
import { z } from 'zod';
import { DemoError } from '../errors.js';

const counts = z.record(z.string(), z.number().int().nonnegative());
const Summary = z.object({
  format: z.literal('cairn-demo-1'),
  /** Lines of the file. */
  rows: z.number().int(),
  /** Scans that were made of them. */
  scans: z.number().int(),
  /** Scans of the simulated lane. */
  laneScans: z.number().int(),
  products: z.number().int(),
  parties: z.number().int(),
  devices: z.number().int(),
  /** Scans and values that were not made, by reason. */
  leftOut: counts,
  /** Values that were taken from the line that a line refers to, by name. */
  resolved: counts,
  /** Scans that the node finally refused, by reason: none, unless something is wrong. */
  refused: counts,
  links: z.array(z.object({ what: z.string(), uri: z.string() })),
  /** Its parties are enrolled as made up, in their bodies. Replays of earlier versions said so in each scan alone, which counts no more. */
  partiesMarked: z.boolean().optional(),
});

/** What the replay made of the data. */
export type DemoSummary = Readonly<Omit<z.output<typeof Summary>, 'format'>>;

const pathIn = (dataFolder: string): string => join(dataPaths(dataFolder).demo, 'summary.json');

/** @returns undefined when the replay has not come to its end yet. @throws {DemoError} SUMMARY_MALFORMED */
export function readSummary(dataFolder: string): DemoSummary | undefined {
  const path = pathIn(dataFolder);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { format: _, ...summary } = Summary.parse(JSON.parse(text));
    return summary;
  } catch (cause) {
    throw new DemoError('SUMMARY_MALFORMED', `${path} is not the summary of a replay`, { cause });
  }
}

/** From here the replay has been done: it appears whole or not at all. */
export function writeSummary(dataFolder: string, summary: DemoSummary): void {
  writeDurably(pathIn(dataFolder), { format: 'cairn-demo-1', ...summary });
}

/** What the page /demo/shop shows. */
export function writeShopProduct(
  dataFolder: string,
  product: { readonly object: string; readonly name: string; readonly facts: string },
): void {
  writeDurably(join(dataPaths(dataFolder).demo, 'shop.json'), product);
}

function writeDurably(path: string, value: object): void {
  mkdirSync(dirname(path), { recursive: true });
  replaceFile(path, `${JSON.stringify(value, null, 2)}\n`, 0o644);
}
