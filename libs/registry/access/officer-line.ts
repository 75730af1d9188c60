import { OfficerError } from './error.js';
import { FIRST_ROLE, isOfficerName, isRoleName, type Officer } from './officer.js';

const TIMES = { made: 'madeMs', expires: 'expiresMs', ended: 'endedMs' } as const;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;

/**
 * One line of the file: `name:token-sha256 roles=officer,lead made=2026-05-01T12:00:00.000Z expires=... ended=...`. What stands behind
 * the hash may be missing, each for itself, and comes in any order: `name:token-sha256` alone is a line of the first version.
 *
 * @param at number of the line, from 1, for the message.
 * @throws {OfficerError} OFFICERS_MALFORMED with line and field, and nothing of what stands there.
 */
export function parseOfficerLine(line: string, at: number): Officer {
  const [identity, ...fields] = line.trim().split(/[ \t]+/u);
  const [name, hash, ...more] = identity!.split(':');
  if (!isOfficerName(name!)) throw malformed(at, 'name', 'is not 1 to 64 letters, digits or . _ @ -');
  if (hash === undefined || more.length > 0 || !/^[0-9a-f]{64}$/u.test(hash))
    throw malformed(at, 'token-sha256', 'is not a colon and 64 hex digits behind the name');
  const read = new Map<string, readonly string[] | number>();
  for (const [index, field] of fields.entries()) {
    const [key, value] = splitOnce(field);
    // Not by its name: it may be a token that was put into the wrong place.
    if (key !== 'roles' && !Object.hasOwn(TIMES, key)) throw malformed(at, String(index + 2), 'is none that is known');
    if (read.has(key)) throw malformed(at, key, 'stands there twice');
    read.set(key, key === 'roles' ? rolesIn(value, at) : timeIn(key, value, at));
  }
  return {
    name: name!,
    tokenHash: Uint8Array.from(Buffer.from(hash, 'hex')),
    roles: (read.get('roles') as readonly string[] | undefined) ?? [FIRST_ROLE],
    madeMs: read.get('made') as number | undefined,
    expiresMs: read.get('expires') as number | undefined,
    endedMs: read.get('ended') as number | undefined,
  };
}

/** The line that {@link parseOfficerLine} reads, without its end. */
export function formatOfficerLine(officer: Officer): string {
  const times = Object.entries(TIMES)
    .filter(([, member]) => officer[member] !== undefined)
    .map(([key, member]) => `${key}=${new Date(officer[member]!).toISOString()}`);
  const identity = `${officer.name}:${Buffer.from(officer.tokenHash).toString('hex')}`;
  return [identity, `roles=${officer.roles.join(',')}`, ...times].join(' ');
}

function rolesIn(value: string, at: number): readonly string[] {
  const roles = value.split(',');
  if (!roles.every(isRoleName)) throw malformed(at, 'roles', 'is not names of roles with commas between them');
  return roles;
}

function timeIn(key: string, value: string, at: number): number {
  const ms = TIME.test(value) ? Date.parse(value) : Number.NaN;
  // The day after the end of a month would be taken for one of the next month.
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== value)
    throw malformed(at, key, 'is not a time in UTC as 2026-05-01T12:00:00.000Z');
  return ms;
}

const splitOnce = (field: string): [string, string] => {
  const at = field.indexOf('=');
  return at < 0 ? [field, ''] : [field.slice(0, at), field.slice(at + 1)];
};

const malformed = (at: number, field: string, what: string): OfficerError =>
  new OfficerError('OFFICERS_MALFORMED', `line ${at} of the officers' file: the field ${field} ${what}`);
