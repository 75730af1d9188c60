import type { Signer } from '#libs/host/keys';
import type { TestDevice } from '../../../test/kit/core/fleet.js';
import {
  aSigner,
  compromise,
  type KeyEventOptions,
  reset,
  retire,
  retireOfOperator,
  rotate,
  rotateOperator,
} from '../../../test/kit/core/key-events.js';
import { type MemoryLog, seedOf, START_MS } from '../../../test/kit/core/memory-log.js';
import type { Random } from './random.js';

/** Something happens to the keys of a device or of the operator: in order, or where the log may lie also as nobody should. */
export function ageKeys(input: {
  readonly log: MemoryLog;
  readonly device: TestDevice;
  readonly random: Random;
  readonly crooked: boolean;
  readonly anySigner: () => Signer;
}): void {
  const { log, device, random, crooked, anySigner } = input;
  const name = `${device.id} ${log.size}`;
  const key = crooked && random.once(12) ? device.signer : aSigner(name);
  const options: KeyEventOptions = {
    ...(random.once(8) && { expiresMs: START_MS + 60_000 * random.below(60) }),
    ...(crooked && random.once(6) && { by: anySigner() }),
    ...(crooked && random.once(6) && { last: aLast(device, random) }),
  };
  const sinceMs = START_MS + 60_000 * random.below(60);
  switch (random.below(7)) {
    case 0:
    case 1:
      return void rotate(device, key, options);
    case 2:
      return void reset(device, name, { ...withoutExpiry(options), last: options.last ?? device.last() });
    case 3:
      return void reset(device, name, { ...options, key, last: options.last ?? device.last() });
    case 4:
      retire(device, options);
      break;
    case 5:
      compromise(device, { ...(random.once(2) && { sinceMs }), ...(options.by && { by: options.by }) });
      break;
    default:
      return ageOperator(log, key, random, crooked);
  }
  if (!crooked || random.once(2)) reset(device, name, { key, last: device.last() });
}

const withoutExpiry = ({ expiresMs: _expiresMs, ...options }: KeyEventOptions): KeyEventOptions => options;

/** A last statement that may be wrong in any way. */
function aLast(device: TestDevice, random: Random): KeyEventOptions['last'] {
  const last = device.last();
  const hash = seedOf('another statement');
  return random.pick([
    null,
    { ...last, boot: seedOf('another boot').slice(0, 16) },
    { boot: last.boot, counter: 0 },
    { boot: last.boot, counter: last.counter + 1 + random.below(3), statementHash: hash },
    ...(last.counter > 1 ? [{ ...last, counter: last.counter - 1 }] : []),
    ...(last.counter > 0 ? [{ ...last, statementHash: hash }] : []),
  ]);
}

function ageOperator(log: MemoryLog, key: Signer, random: Random, crooked: boolean): void {
  const old = log.operatorSigner;
  if (crooked && random.once(3)) return void retireOfOperator(log, random.pick([old, log.receiptSigner, key]));
  rotateOperator(log, key);
  log.operatorSigner = key;
  if (random.once(2)) retireOfOperator(log, old);
}
