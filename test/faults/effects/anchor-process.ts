// An anchor that kills itself at one effect. Started by apps/anchor/test/kills.test.ts, with which it talks by messages.
import { createLogger, parseEnvironment } from '#libs/host/service';
import { anchorEnvironment } from '../../../apps/anchor/environment.js';
import { startAnchor } from '../../../apps/anchor/start-anchor.js';
import { type ArmedEffect, EffectFault } from './effect-fault.js';
import { inSpiteOfShortLease } from './short-lease.js';
import { withJournal } from './signing-journal.js';

export type Order =
  | { readonly kind: 'start'; readonly variables: Readonly<Record<string, string>>; readonly journal: string }
  | { readonly kind: 'arm'; readonly armed: ArmedEffect };

const faults = new EffectFault(() => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise<never>(() => {}); // nothing more is done until the signal has come
});

async function obey(order: Order): Promise<void> {
  if (order.kind === 'arm') faults.arm(order.armed);
  else {
    const logger = createLogger({ name: 'anchor', level: 'silent' });
    const environment = parseEnvironment(anchorEnvironment, order.variables);
    const withKeys = withJournal(order.journal);
    await inSpiteOfShortLease(() => startAnchor(environment, logger, { faults, withKeys }));
  }
  process.send!({ done: order.kind });
}

process.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit()); // whoever started it is gone
process.send!({ done: 'load' });
