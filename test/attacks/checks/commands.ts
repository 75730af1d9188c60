import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lastLines, runCairn } from '../../faults/run-cairn.js';
import type { Arena } from '../arena/arena.js';

const FOLLOW_TIMEOUT_MS = 60_000;

export interface EndCheck {
  readonly name: string;
  readonly violations: readonly string[];
}

/** What the operator's and the auditor's own commands say when all attacks are over. */
export async function checkByCommands(arena: Arena): Promise<EndCheck[]> {
  const { live, follower, view } = arena;
  const { environment, folder, apiUrl } = live.node;
  for (const device of arena.honest) await device.stop();
  for (const end = performance.now() + FOLLOW_TIMEOUT_MS; follower.goodTo < view.size && performance.now() < end;)
    await pause(50);
  const reached = follower.goodTo;
  const complaint = follower.complaint;
  const exit = await follower.end();
  const following = [
    ...(complaint === undefined ? [] : [complaint]),
    ...(arena.mayBeNoticed ? [] : follower.notices),
    ...(exit === 0 ? [] : [`it ended with ${exit}`]),
    ...(reached >= view.size ? [] : [`it came to ${reached} of ${view.size} entries`]),
  ];
  const anew = ['log', 'follow', '--once', '--log', `${apiUrl}/log/`, '--policy', join(folder, 'policy.txt')];
  const followed = await runCairn(environment, ...anew, '--state', join(folder, 'follow-anew.json'));
  const checked = await runCairn(environment, 'check', '--signatures');
  const rejects = await runCairn(environment, 'device', 'rejects', '--limit', '1000');
  return [
    { name: `cairn log follow, the whole time, to ${reached} entries`, violations: following },
    { name: 'cairn log follow --once, from the first entry', violations: failed(followed, /all good/u) },
    { name: 'cairn check --signatures', violations: failed(checked, /Everything agrees\./u) },
    {
      name: 'cairn device rejects',
      violations: failed(rejects, /SIGNATURE_INVALID|MALFORMED|OVERLOADED|EVENT_|Nothing was refused/u),
    },
  ];
}

const failed = (end: Awaited<ReturnType<typeof runCairn>>, says: RegExp): string[] =>
  end.exitCode === 0 && says.test(end.output) ? [] : [`it ended with ${end.exitCode}: ${lastLines(end)}`];
