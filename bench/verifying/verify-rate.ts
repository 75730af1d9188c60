import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { verificationsPerSecond } from './verify-loop.js';

export interface VerifyRate {
  readonly cores: number;
  /** Verifications a second of all cores at once, each by a process of its own at the same time. */
  readonly allCores: number;
  /** The same of one core while the others have nothing to do: it may run at a higher clock, and share a core with nobody. */
  readonly alone: number;
}

const FOR_MS = 2_000;
const PROGRAM = fileURLToPath(new URL('./verify-process.js', import.meta.url));

/** What this machine verifies now by node:crypto: the rate that figures of throughput are divided by. */
export async function measureVerifyRate(forMs = FOR_MS): Promise<VerifyRate> {
  const cores = availableParallelism();
  const children = Array.from({ length: cores }, () => fork(PROGRAM));
  await Promise.all(children.map((child) => once(child, 'message')));
  const rates = children.map(async (child) => {
    const answer = once(child, 'message') as Promise<[number]>;
    child.send(forMs);
    return (await answer)[0];
  });
  const allCores = (await Promise.all(rates)).reduce((sum, rate) => sum + rate, 0);
  return { cores, allCores, alone: verificationsPerSecond(forMs) };
}

/** One core's share of all cores at once: what a core verifies on a machine that is busy, as it is under full load. */
export const rateOfOneCore = ({ allCores, cores }: VerifyRate): number => allCores / cores;
