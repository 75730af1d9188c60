import type { Random } from '../../faults/random.js';
import type { TestDevice } from '../../kit/ledger/device.js';
import type { Place } from '../forging/forged.js';
import type { Attacker } from './attacker.js';
import type { HonestDevice } from './honest-device.js';
import type { LiveNode, Profile } from './live-node.js';

/** What an attack finds when it begins. */
export interface Field {
  readonly profile: Profile;
  readonly live: LiveNode;
  readonly random: Random;
  readonly attacker: Attacker;
  /** An honest device that is attacked: it rests, and all its scans have receipts. */
  readonly victim: HonestDevice;
  /** The partition of the victim, in which others go on scanning. */
  readonly partition: number;
  /** The object that only the victim and a bystander scan: its evidence is judged before and after. */
  readonly object: string;
  /** Of the log. */
  origin(): string;
  /** That pins the log's key. */
  policy(): Uint8Array;
  /** As entry 0 shows it to everybody. */
  operatorKeyId(): Uint8Array;
  /** Where the victim's next scan will stand. */
  nextPlace(): Place;
  /** An enrolled device that has never sent anything; another one each time. */
  unused(): Promise<HonestDevice>;
  /** A device in the victim's partition whose key the attacker has; another one each time. */
  accomplice(): Promise<TestDevice>;
  /** Waits until the anchor has taken everything that was injected into the victim's partition before. */
  taken(): Promise<void>;
  /** The same of any partition. */
  takenIn(partition: number): Promise<void>;
}
