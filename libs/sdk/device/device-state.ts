import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '#libs/host/files';
import { z } from 'zod';
import { DeviceError, isSystemError } from './errors.js';

/** Counters of one boot that one key signs, and where its scans lie. Names are below the device's folder. */
export interface Stretch {
  /** 16 bytes. */
  readonly boot: Uint8Array;
  /** File of the private key; absent once it signs nothing more. */
  readonly key?: string;
  readonly outbox: string;
}

/** An event that the device signed and that the node has not answered for good. It opened the last stretch, unless it retires. */
export interface PendingEvent {
  readonly kind: 'rotate' | 'boot' | 'retire';
  /** SignedEvent, sent as it is until it is answered. */
  readonly signed: Uint8Array;
  /** It was refused for good, and there is nothing to go back to: a person has to help. */
  readonly refused?: { readonly reason: string; readonly text: string; readonly timeMs: number };
}

/** What `device.json` holds: each change of key or boot is one exchange of that file. */
export interface DeviceState {
  readonly id: string;
  /** Oldest first, at least one. The last one signs; earlier ones only have scans on the way. */
  readonly stretches: readonly Stretch[];
  readonly event?: PendingEvent;
  /** A boot that the operator is about to enter into the log; its outbox is made when it is there. */
  readonly next?: Stretch;
  readonly retired?: boolean;
}

const bytesOfHex = z
  .string()
  .regex(/^([0-9a-f]{2})+$/u)
  .transform((text) => new Uint8Array(Buffer.from(text, 'hex')));
// Names of files and folders that this program makes itself: nothing here can lead out of the device's folder.
const fileName = z.string().regex(/^(key|outbox)[\w.-]*$/u);
const stretch = z.object({ boot: bytesOfHex, key: fileName.optional(), outbox: fileName });
const refused = z.object({ reason: z.string(), text: z.string(), timeMs: z.number() });
const event = z.object({
  kind: z.enum(['rotate', 'boot', 'retire']),
  signed: bytesOfHex,
  refused: refused.optional(),
});
const StateFile = z.union([
  z
    .object({ format: z.literal('cairn-device-1'), id: z.string(), boot: bytesOfHex })
    .transform(({ id, boot }): DeviceState => ({ id, stretches: [firstStretch(boot)] })),
  z
    .object({
      format: z.literal('cairn-device-2'),
      id: z.string(),
      stretches: z.array(stretch).min(1),
      event: event.optional(),
      next: stretch.optional(),
      retired: z.boolean().optional(),
    })
    .transform(({ id, stretches, event, next, retired }): DeviceState => ({
      id,
      stretches,
      ...(event && { event }),
      ...(next && { next }),
      ...(retired && { retired }),
    })),
]);

const NAME = 'device.json';

export const firstStretch = (boot: Uint8Array): Stretch => ({ boot, key: 'key.pem', outbox: 'outbox' });

/** @throws {DeviceError} FOLDER_MISSING, FOLDER_MALFORMED */
export const readState = (folder: string): DeviceState => readJson(join(folder, NAME), StateFile, folder);

/** From here the new state holds: a crash before leaves all of the old one, and files that nobody names. */
export const commitState = (folder: string, state: DeviceState): void =>
  replaceFile(join(folder, NAME), asJson({ format: 'cairn-device-2', ...state }));

export const asJson = (value: object): string =>
  `${JSON.stringify(value, (_, part: unknown) => (part instanceof Uint8Array ? Buffer.from(part).toString('hex') : part), 2)}\n`;

function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The error of the parser repeats a part of the text, which may be a password.
    throw new DeviceError('FOLDER_MALFORMED', `${path} cannot be read: it holds no JSON`);
  }
}

export function readJson<Shape extends z.ZodType>(path: string, shape: Shape, folder: string): z.output<Shape> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (!isSystemError(cause, 'ENOENT')) throw cause;
    throw new DeviceError('FOLDER_MISSING', `${folder} is not the folder of a device`, { cause });
  }
  const parsed = shape.safeParse(jsonOf(text, path));
  if (parsed.success) return parsed.data;
  const { path: field, message } = parsed.error.issues[0]!;
  throw new DeviceError('FOLDER_MALFORMED', `${path} cannot be read: ${field.join('.') || 'the whole'}: ${message}`);
}
