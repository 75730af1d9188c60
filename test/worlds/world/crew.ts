import type { Random } from '../../faults/random.js';
import { Device, type DeviceOptions } from './devices.js';

/** A party with its devices: a gate and two handheld terminals, whose clocks know nothing of each other. */
export class Crew {
  readonly devices: readonly Device[];

  constructor(
    readonly party: string,
    private readonly random: Random,
    options: DeviceOptions,
  ) {
    this.devices = ['gate', 'handheld', 'second'].map((name) => new Device(`${party}/${name}`, party, random, options));
  }

  any(): Device {
    return this.random.pick(this.devices);
  }
}
