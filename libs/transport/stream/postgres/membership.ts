import pg from 'pg';
import type { StreamName } from '../scan-stream.js';
import type { Connections } from './connections.js';

export interface MemberIdentity {
  readonly stream: StreamName;
  readonly group: string;
  readonly member: string;
  readonly leaseMs: number;
}

export interface Assignment {
  /** The server did not know this member: it is new, or its lease had run out and others may have had its partitions. */
  readonly joined: boolean;
  /** The partitions that are meant for this member, held by another one still or not. */
  readonly meant: ReadonlySet<number>;
  /** Those that it holds from now on. */
  readonly held: ReadonlySet<number>;
}

/**
 * Renews the lease of a member and gives it its share: partition p belongs to member number p mod n, in the order of
 * joining. What another member still holds is granted only once that one let it go or its lease ran out.
 *
 * One simple query, so the server runs it as one transaction even if this process is stopped half-way, under a lock for
 * the group, so that two members never take the same partition. Times are the server's.
 *
 * @param keeps the partitions that this member is reading at the moment.
 */
export async function renew(
  connections: Connections,
  identity: MemberIdentity,
  keeps: Iterable<number>,
): Promise<Assignment> {
  const { leaseMs } = identity;
  const where = rowsOfGroup(identity);
  const me = `member = ${quote(identity.member)}`;
  const results = (await connections.query(`
    SELECT pg_advisory_xact_lock(hashtextextended(${quote(`stream ${identity.stream} ${identity.group}`)}, 0));
    DELETE FROM stream_member WHERE ${where} AND expires_at <= clock_timestamp();
    INSERT INTO stream_member (stream, group_name, member, expires_at, holds)
      VALUES (${quote(identity.stream)}, ${quote(identity.group)}, ${quote(identity.member)},
              clock_timestamp() + ${Math.ceil(leaseMs)} * interval '1 millisecond', ${intArray(keeps)})
      ON CONFLICT (stream, group_name, member) DO UPDATE SET expires_at = EXCLUDED.expires_at, holds = EXCLUDED.holds
      RETURNING xmax = 0 AS joined;
    WITH ranked AS (
      SELECT member, row_number() OVER (ORDER BY joined_at, member) - 1 AS rank, count(*) OVER () AS members
      FROM stream_member WHERE ${where}
    ), meant AS (
      SELECT partition FROM stream_partition, ranked
      WHERE stream = ${quote(identity.stream)} AND ranked.${me} AND partition % ranked.members = ranked.rank
    ), granted AS (
      SELECT partition FROM meant
      WHERE NOT EXISTS (SELECT FROM stream_member WHERE ${where} AND NOT ${me} AND meant.partition = ANY (holds))
    )
    UPDATE stream_member SET holds = ARRAY(SELECT unnest(holds) UNION SELECT partition FROM granted)
      WHERE ${where} AND ${me}
      RETURNING holds, ARRAY(SELECT partition FROM meant) AS meant;
  `)) as unknown as pg.QueryResult[];
  const { holds, meant } = results[3]!.rows[0] as { holds: number[]; meant: number[] };
  return { joined: (results[2]!.rows[0] as { joined: boolean }).joined, meant: new Set(meant), held: new Set(holds) };
}

/** Prolongs the lease of a member that is busy giving back or taking over, without asking for more. */
export async function prolong(connections: Connections, identity: MemberIdentity): Promise<void> {
  await connections.query(
    `UPDATE stream_member SET expires_at = clock_timestamp() + $4 * interval '1 millisecond'
     WHERE stream = $1 AND group_name = $2 AND member = $3`,
    [identity.stream, identity.group, identity.member, identity.leaseMs],
  );
}

/** Gives everything back at once, for the others not to wait until the lease runs out. */
export async function leave(connections: Connections, identity: MemberIdentity): Promise<void> {
  await connections.query(
    `DELETE FROM stream_member WHERE ${rowsOfGroup(identity)} AND member = ${quote(identity.member)}`,
  );
}

const quote = (text: string): string => pg.escapeLiteral(text);
const intArray = (numbers: Iterable<number>): string => `ARRAY[${[...numbers].map(Number).join(',')}]::int[]`;
const rowsOfGroup = ({ stream, group }: MemberIdentity): string =>
  `stream_member.stream = ${quote(stream)} AND stream_member.group_name = ${quote(group)}`;
