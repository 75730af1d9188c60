import { type JudgedMessage, MessageJudge, type Trust } from '#libs/sdk/device';
import { NativeVerifier } from '#libs/host/keys';
import type { Journal } from './journal.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * Writes every verified receipt down before the outbox hears of it: whatever an outbox may have deleted because of a receipt is
 * in the journal, even if the process is killed in the very next step.
 */
export class JournalingJudge extends MessageJudge {
  constructor(
    trust: Trust,
    private readonly journal: Journal,
  ) {
    super(trust, new NativeVerifier());
  }

  override async judge(device: Uint8Array, bytes: Uint8Array): Promise<JudgedMessage> {
    const judged = await super.judge(device, bytes);
    if (judged.kind === 'receipt') {
      const lines = judged.items.map(({ boot, counter, statementHash, logIndex }) => {
        const scan = { device: hex(device), boot: hex(boot), counter, statementHash: hex(statementHash), logIndex };
        return { what: 'receipted', ...scan } as const;
      });
      await this.journal.append(lines);
    }
    return judged;
  }
}
