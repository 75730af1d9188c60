import { isDeviceId } from '#libs/core/wire';
import { withoutUserinfo } from '#libs/host/addresses';
import { z } from 'zod';
import { DeviceError } from './errors.js';
import type { PublicKey, Trust } from './trust.js';

/** What lets a device in that makes its own key: a first key, good for a short time and for nothing but being replaced. */
export interface EnrolmentCode {
  /** Origin of the log. */
  readonly origin: string;
  readonly id: string;
  /** Seed of the first key, Ed25519, 32 bytes. */
  readonly seed: Uint8Array;
  /** First boot, 16 bytes. */
  readonly boot: Uint8Array;
  readonly expiresMs: number;
  /** mqtt://host:port */
  readonly broker: string;
  readonly password: string;
  /** Whose receipts the device believes. */
  readonly trust: Pick<Trust, 'operator' | 'receiptKeys'>;
}

const PREFIX = 'cairn-claim:v1?';
/** A QR code that a cheap camera still reads; more is no code of ours. */
const CHARACTERS_MAX = 2_000;

const bytes = (length: number) =>
  z
    .string()
    .regex(/^[\w-]+$/u)
    .transform((text) => new Uint8Array(Buffer.from(text, 'base64url')))
    .refine((value) => value.length === length);
const key = z
  .string()
  .regex(/^[12]\.[\w-]{43,44}$/u)
  .transform((text): PublicKey => {
    const [algorithm, publicKey] = text.split('.') as [string, string];
    return { algorithm: Number(algorithm) as 1 | 2, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')) };
  });
const Fields = z.object({
  origin: z.string().min(1),
  id: z.string().refine(isDeviceId),
  seed: bytes(32),
  boot: bytes(16),
  until: z
    .string()
    .regex(/^\d{1,15}$/u)
    .transform(Number),
  // A code of an older version may hold the login of ingest.
  broker: z
    .string()
    .regex(/^mqtts?:\/\/\S+$/u)
    .transform(withoutUserinfo),
  password: z.string().min(1),
  trust: z
    .string()
    .transform((text) => text.split('~'))
    .pipe(z.array(key).min(1)),
});

/**
 * The code as text, for a QR code or to type in: `cairn-claim:v1?` and a query as of a URL.
 * @see docs/guides/device-makers.md, Enrolment codes
 */
export function formatEnrolmentCode(code: EnrolmentCode): string {
  const { origin, id, seed, boot, expiresMs, broker, password, trust } = code;
  const keys = [...(trust.operator ? [trust.operator] : []), ...trust.receiptKeys];
  const fields = {
    origin,
    id,
    seed: Buffer.from(seed).toString('base64url'),
    boot: Buffer.from(boot).toString('base64url'),
    until: String(expiresMs),
    broker: withoutUserinfo(broker),
    password,
    trust: keys
      .map(({ algorithm, publicKey }) => `${algorithm}.${Buffer.from(publicKey).toString('base64url')}`)
      .join('~'),
  };
  return PREFIX + new URLSearchParams(fields).toString();
}

/** @throws {DeviceError} ENROLMENT_CODE_INVALID for every other text; whether it has expired is not judged. */
export function parseEnrolmentCode(text: string): EnrolmentCode {
  const code = text.trim();
  if (!code.startsWith(PREFIX)) {
    throw invalid(
      code.startsWith('cairn-claim:')
        ? 'it is of a version that this program does not know'
        : 'it does not begin with cairn-claim:v1?',
    );
  }
  if (code.length > CHARACTERS_MAX) throw invalid('it is too long');
  const query = new URLSearchParams(code.slice(PREFIX.length));
  if (new Set(query.keys()).size !== [...query.keys()].length) throw invalid('a field stands in it twice');
  const parsed = Fields.safeParse(Object.fromEntries(query));
  if (!parsed.success) throw invalid(`${parsed.error.issues[0]!.path.join('.')} is missing or has not its form`);
  const { until, trust, ...rest } = parsed.data;
  const [operator, ...receiptKeys] = trust;
  return { ...rest, expiresMs: until, trust: { operator: operator!, receiptKeys } };
}

const invalid = (why: string): DeviceError =>
  new DeviceError('ENROLMENT_CODE_INVALID', `this is no enrolment code: ${why}`);
