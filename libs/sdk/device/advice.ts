import type { ReasonCode } from '#libs/core/wire';

const ADVICE: Partial<Record<ReasonCode, string>> = {
  KEY_NOT_ACTIVE:
    'This key counts no more. If the device is in the right hands, the operator gives it a new one: npx cairn device reset --new-key. Scan the thing again with it.',
  DEVICE_SIGNS_NO_SCANS:
    'It was enrolled as a system or desk. Scan with a device that was enrolled for that: npx cairn device enrol.',
  KEY_EXPIRED: 'The key has run out. The operator gives the device a new one: npx cairn device renew. The scans wait.',
  BOOT_ENDED:
    'The counter had been ended below this scan: the device, or a copy of its folder, went on with old state. Look which, then scan the thing again.',
  COUNTER_REUSED:
    'The device, or a copy of it, has signed another scan with this counter. Never copy a folder back from a backup: npx cairn device reset begins a new boot.',
  PREVIOUS_MISMATCH:
    'The device has lost track of what it signed. The operator lets it begin a new boot: npx cairn device reset.',
  CHAIN_OPEN:
    'The key was replaced meanwhile. The scans go out again, the last one first, until all of them are there.',
};

/** What a person who looks after the device can do about a refusal; undefined where the reason says it all. */
export const adviceOn = (reason: string): string | undefined => ADVICE[reason as ReasonCode];
