import { formatVkey } from '#libs/core/tlog';
import type { Witness, WitnessedLog } from '../witness.js';

/** For people who come to the address of a witness: who it is, what it promises, which logs it follows and how far they have come. */
export function pageOf(witness: Witness, path: string): string {
  return `${witness.vkey.name} is a witness of transparency logs (C2SP tlog-witness).
It cosigns a checkpoint only if it continues the newest one of that log that it has cosigned.

vkey      ${formatVkey(witness.vkey)}
requests  POST ${path}

${witness.logs().map(logText).join('\n')}`;
}

function logText({ origin, vkeys, latest }: WitnessedLog): string {
  const keys = vkeys.map((vkey) => `  key     ${formatVkey(vkey)}\n`).join('');
  if (!latest) return `log ${origin}\n${keys}  nothing cosigned yet\n`;
  const { size, root, timeSeconds } = latest;
  return `log ${origin}\n${keys}  size    ${size}\n  root    ${Buffer.from(root).toString('base64')}\n  at      ${new Date(timeSeconds * 1_000).toISOString()}\n`;
}
