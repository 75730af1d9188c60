import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { formatCanonicalJson, type JsonValue } from '#libs/core/wire';
import { BackupError } from './error.js';

export const MANIFEST = 'manifest.json';
export const SEAL = 'manifest.seal';
const FORMAT = 'cairn.backup.v1';

// No path that leads out of the folder, whoever wrote it.
const PATH = /^(?:database|private|log|checkpoints)(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/u;
const size = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const hash = z.string().regex(/^[0-9a-f]{64}$/u);
const tree = z.object({ size, root: hash });

const file = z.object({
  /** Below the folder of the backup, with slashes. */
  path: z.string().regex(PATH),
  bytes: size,
  sha256: hash,
  /** What the file was that it was copied from; the next backup compares it. Empty where it was made here. */
  source: z.string(),
});

const manifest = z.object({
  format: z.literal(FORMAT),
  /** Version of Cairn that made it. */
  version: z.string(),
  origin: z.string(),
  /** RFC 3339, UTC. */
  madeAt: z.string(),
  /** The newest signed checkpoint: all entries up to its size are here. Hashes in hex. */
  checkpoint: tree,
  /** Size of the public checkpoint, 0 where there was none. */
  publishedSize: size,
  /** What the database had committed in the snapshot that was copied; null where it held no log. */
  database: tree.nullable(),
  /** Tables of the database that do not follow from the log. */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: size })),
  /** Files of private parts that could not be read: entries that they hold come back without values. */
  damaged: z.array(z.string()),
  files: z.array(file),
});

/** What a backup holds. */
export type Manifest = z.output<typeof manifest>;
export type ManifestFile = z.output<typeof file>;
export type ManifestContent = Omit<Manifest, 'format'>;

/** The same content gives the same bytes. */
export const formatManifest = (content: ManifestContent): string =>
  `${formatCanonicalJson({ ...content, format: FORMAT } as unknown as JsonValue)}\n`;

/** HMAC-SHA-256 over the whole text, in hex. @param key 32 bytes, of `backupKeyOf` */
export const sealOf = (text: string, key: Uint8Array): string => createHmac('sha256', key).update(text).digest('hex');

/**
 * Reads a manifest that was sealed with this key.
 * @throws {BackupError} SEAL_BROKEN; BACKUP_UNKNOWN for another format.
 */
export function openManifest(text: string, seal: string, key: Uint8Array): Manifest {
  const given = Buffer.from(seal.trim(), 'utf8');
  const due = Buffer.from(sealOf(text, key), 'utf8');
  if (given.length !== due.length || !timingSafeEqual(given, due))
    throw new BackupError(
      'SEAL_BROKEN',
      `${MANIFEST} is not sealed with the stream key of this node: it was changed, or it is the backup of another node, or the keys are others than those of its time.`,
    );
  const result = manifest.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  throw new BackupError(
    'BACKUP_UNKNOWN',
    `the backup has another format than ${FORMAT}: restore it with the version of Cairn that made it, then upgrade.`,
  );
}
