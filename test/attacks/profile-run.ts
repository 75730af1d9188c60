import { RealServices } from '../faults/kills/real-services.js';
import type { Random } from '../faults/random.js';
import { Arena } from './arena/arena.js';
import type { Profile } from './arena/live-node.js';
import type { Attack } from './attack.js';
import { checkByCommands, type EndCheck } from './checks/commands.js';
import { type AttackResult, hasHeld, judgeAttack } from './checks/judge-attack.js';

export interface ProfileReport {
  readonly profile: Profile;
  readonly results: readonly AttackResult[];
  /** By the commands that an operator has, on the last node. */
  readonly endChecks: readonly EndCheck[];
  readonly nodes: number;
  readonly seconds: number;
}

/** What has to be undone whatever happens, last first. */
export type Cleanup = (() => void | Promise<void>)[];

/** All attacks, one after the other, on one node as long as it stands. */
export async function runProfile(
  profile: Profile,
  attacks: readonly Attack[],
  random: Random,
  cleanup: Cleanup,
): Promise<ProfileReport> {
  const began = performance.now();
  const say = (text: string): void => {
    const seconds = ((performance.now() - began) / 1_000).toFixed(0).padStart(4);
    console.log(`${seconds} s  ${profile}: ${text}`);
  };
  let services: RealServices | undefined;
  if (profile === 'distributed') {
    say('starting Kafka, Mosquitto and PostgreSQL');
    services = await RealServices.start();
    cleanup.push(() => services?.remove());
  }
  let arena: Arena | undefined;
  cleanup.push(() => arena?.end());
  let nodes = 0;
  const results: AttackResult[] = [];
  for (const attack of attacks.filter(({ profiles }) => profiles?.includes(profile) ?? true)) {
    if (!arena) {
      say('starting a node');
      arena = await Arena.begin(profile, services, nodes++);
    }
    const result = await judgedOrFailed(attack, arena, random);
    results.push(result);
    say(`${attack.name}: ${hasHeld(result) ? 'held' : `NOT HELD: ${[...result.broken.keys()].join(', ')}`}`);
    for (const violations of result.broken.values()) console.log(`          ${violations[0]}`);
    if (isUnharmed(result)) continue;
    await arena.end().catch((error: Error) => say(`the beaten node did not end in order: ${error.message}`));
    arena = undefined;
  }
  const endChecks = arena ? await checkByCommands(arena) : [];
  await arena?.end();
  arena = undefined;
  return { profile, results, endChecks, nodes, seconds: (performance.now() - began) / 1_000 };
}

/** Silence harms nobody but the operator: the node itself is as good as before. */
const isUnharmed = ({ broken }: AttackResult): boolean =>
  [...broken.keys()].every((promise) => promise === 'alarm' || promise === 'bounds');

/** An attack that could not be carried out to its end has shown nothing, and so has not held. */
async function judgedOrFailed(attack: Attack, arena: Arena, random: Random): Promise<AttackResult> {
  try {
    return await judgeAttack(attack, arena, random);
  } catch (error) {
    return {
      attack,
      broken: new Map([['flow', [`the attack did not come to its end: ${(error as Error).message}`]]]),
      seconds: 0,
    };
  }
}
