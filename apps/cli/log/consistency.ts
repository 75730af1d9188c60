import type { LogHead } from '#libs/core/tlog';
import { readGiven } from '../policy-file.js';
import { UsageError } from '../run-command.js';
import { acceptCheckpoint, ContradictionError, type LogOptions, openLog, type OpenedLog } from './opened-log.js';

/**
 * Shows that the log of size B begins with all entries of the log of size A, and that both are the beginning of what the log signs now.
 *
 * @param older size, or file with a signed checkpoint; likewise `newer`
 */
export async function showConsistency(older: string, newer: string, options: LogOptions): Promise<void> {
  const log = await openLog(options);
  const [from, to] = [await headOf(older, log), await headOf(newer, log)];
  if (from.size > to.size) throw new UsageError(`Size ${from.size} does not come before size ${to.size}.`);
  const path = await pathBetween(from, to, log);
  const shown = { from: shownHead(from), to: shownHead(to) };
  const hashes = path.map((hash) => Buffer.from(hash).toString('base64'));
  const { origin, size } = log.accepted;
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ origin, size, ...shown, path: hashes }, null, 2)}\n`);
    return;
  }
  const lines = [
    `Log ${origin}, of which the policy accepts ${size} entries`,
    `Size ${from.size}  root ${shown.from.root}`,
    `Size ${to.size}  root ${shown.to.root}`,
    `The second begins with all of the first: ${hashes.length} ${hashes.length === 1 ? 'hash proves' : 'hashes prove'} it.`,
    ...hashes.map((hash) => `  ${hash}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** A head that is shown to be the beginning of the accepted one. */
async function headOf(sizeOrFile: string, log: OpenedLog): Promise<LogHead> {
  const { reader, accepted } = log;
  if (/^(?:0|[1-9][0-9]{0,15})$/u.test(sizeOrFile)) {
    const size = Number(sizeOrFile);
    if (size > accepted.size) throw new UsageError(`The log has ${accepted.size} entries, not ${sizeOrFile}.`);
    return reader.headAt(size);
  }
  const signed = await acceptCheckpoint(await readGiven(sizeOrFile, 'checkpoint'), log);
  if (signed.origin !== accepted.origin)
    throw new UsageError(`${sizeOrFile} is a checkpoint of ${signed.origin}, the log is ${accepted.origin}.`);
  await requireBeginning(signed, log, sizeOrFile);
  return signed;
}

async function requireBeginning(signed: LogHead, { reader, accepted }: OpenedLog, file: string): Promise<void> {
  if (signed.size > accepted.size)
    throw new ContradictionError(`the log signed ${signed.size} entries (${file}) and now shows only ${accepted.size}`);
  const found = await reader.headAt(signed.size);
  if (!Buffer.from(found.root).equals(signed.root))
    throw new ContradictionError(`the log signed another root for size ${signed.size} (${file}) than its tree has now`);
}

/** Every tree begins with the empty one, and no path shows it. */
const pathBetween = async (from: LogHead, to: LogHead, { reader }: OpenedLog): Promise<readonly Uint8Array[]> =>
  from.size === 0 ? [] : reader.consistencyFrom(from, to);

const shownHead = ({ size, root }: LogHead) => ({
  size,
  root: Buffer.from(root).toString('base64'),
});
