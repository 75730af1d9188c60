import type { ScanStream } from '../../index.js';
import type { ContractCase } from './contract.js';
import { openStream } from './open.js';
import { Program } from './program.js';
import type { StreamPlace } from './place.js';
import type { World } from './world.js';

export interface WorldSupply {
  readonly place: StreamPlace;
  readonly restartServer: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Runs one case in a world of its own and leaves nothing behind. */
export async function runCase([, run]: ContractCase, supply: WorldSupply, partitions: number): Promise<void> {
  const streams: ScanStream[] = [];
  const programs: Program[] = [];
  const world: World = {
    partitions,
    restartServer: supply.restartServer,
    open: () => {
      const stream = openStream(supply.place);
      streams.push(stream);
      return stream;
    },
    run: (task) => {
      const program = new Program(supply.place, task);
      programs.push(program);
      return program;
    },
  };
  try {
    await run(world);
  } finally {
    await Promise.all(programs.map((program) => program.kill()));
    await Promise.all(streams.map((stream) => stream.close()));
    await supply.remove();
  }
}
