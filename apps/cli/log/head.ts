import { writeFileSync } from 'node:fs';
import { cosignaturesOf, type LogOptions, openLog } from './opened-log.js';
import { ageText, timeText } from './times.js';

export interface HeadOptions extends LogOptions {
  readonly out?: string;
}

/** Prints the newest checkpoint that the policy accepts. */
export async function showHead(options: HeadOptions): Promise<void> {
  const log = await openLog(options);
  const { origin, size, root, note } = log.accepted;
  const cosignatures = cosignaturesOf(log);
  const rootText = Buffer.from(root).toString('base64');
  if (options.out !== undefined) writeFileSync(options.out, note);
  if (options.json) {
    const { quorum } = log.policy;
    process.stdout.write(`${JSON.stringify({ origin, size, root: rootText, quorum, cosignatures, note }, null, 2)}\n`);
    return;
  }
  const lines = [
    `Log      ${origin}, at ${log.source.name}`,
    `Entries  ${size}`,
    `Root     ${rootText}`,
    'Signed   by the key of the log that the policy names',
    ...cosignatures.map(({ name, timeSeconds }) => {
      const ms = timeSeconds * 1_000;
      return `Cosigned by ${name} at ${timeText(ms)}, ${ageText(Date.now() - ms)} ago`;
    }),
    ...(cosignatures.length === 0 ? ['Cosigned by no witness of the policy: only the log says how new this is'] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
