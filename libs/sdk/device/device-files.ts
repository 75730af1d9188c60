import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceState } from './device-state.js';

/** Deletes keys and outboxes that the state does not name: what a crash left half made, and what is over. The folder must be locked. */
export function removeUnnamed(folder: string, { stretches, next }: DeviceState): void {
  const named = new Set([...stretches, ...(next ? [next] : [])].flatMap(({ key, outbox }) => [key, outbox]));
  for (const name of readdirSync(folder)) {
    if (/^(key[\w.-]*\.pem[\w.-]*|outbox[\w.-]*)$/u.test(name) && !named.has(name))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}
