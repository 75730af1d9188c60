import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { bigint, bytes, integer, moment, text } from './columns.js';

/** Where to go on in each partition, written in the transaction of the effects. */
@Entity('stream_offset')
export class StreamOffsetRow {
  @PrimaryColumn(text('stream', { primaryKeyConstraintName: 'stream_offset_pkey' }))
  stream!: string;

  @PrimaryColumn(integer('partition', { primaryKeyConstraintName: 'stream_offset_pkey' }))
  partition!: number;

  @Column(bigint('next_offset'))
  nextOffset!: number;

  @Column(bigint('epoch'))
  epoch!: number;
}

/** A scan that came before one with a lower counter, kept until that one is there or the hold time is over (promise P3). */
@Entity('held_scan')
export class HeldScanRow {
  @PrimaryColumn(integer('boot_number', { primaryKeyConstraintName: 'held_scan_pkey' }))
  bootNumber!: number;

  @PrimaryColumn(bigint('counter', { primaryKeyConstraintName: 'held_scan_pkey' }))
  counter!: number;

  @PrimaryColumn(bytes('statement_hash', { primaryKeyConstraintName: 'held_scan_pkey' }))
  statementHash!: Uint8Array;

  @Column(bytes('signed_scan'))
  signedScan!: Uint8Array;

  @Column(bigint('received_time_ms'))
  receivedTimeMs!: number;

  @Column(bigint('held_time_ms'))
  heldTimeMs!: number;
}

/** What was refused, for the operator. The same payload refused again for the same reason counts up. */
@Entity('reject')
@Index('reject_payload_reason', ['payloadHash', 'reason'], { unique: true })
@Index('reject_device', ['deviceKey', 'lastAt'])
@Index('reject_invalid_signature', ['lastAt'], {
  where: `reason = 'SIGNATURE_INVALID' AND device_key IS NOT NULL`,
})
export class RejectRow {
  @PrimaryGeneratedColumn('identity', {
    name: 'id',
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'reject_pkey',
  })
  id!: string;

  @Column(bytes('payload_hash'))
  payloadHash!: Uint8Array;

  @Column(text('reason'))
  reason!: string;

  @Column(text('text'))
  text!: string;

  @Column({ name: 'final', type: 'boolean' })
  final!: boolean;

  @Column(bytes('device_key', { nullable: true }))
  deviceKey!: Uint8Array | null;

  @Column(bytes('boot', { nullable: true }))
  boot!: Uint8Array | null;

  @Column(bigint('counter', { nullable: true }))
  counter!: number | null;

  @Column(bytes('payload_head', { nullable: true }))
  payloadHead!: Uint8Array | null;

  /** Of the `refused` or `equivocation` entry that tells the log of it. */
  @Column(bigint('log_index', { nullable: true }))
  logIndex!: number | null;

  @Column(integer('times'))
  times!: number;

  @Column(moment('first_at'))
  firstAt!: Date;

  @Column(moment('last_at'))
  lastAt!: Date;
}

/** Which `equivocation` entries stand in the log: one for each boot; logs of before have one for each counter and reason. */
@Entity('equivocation')
export class EquivocationRow {
  @PrimaryColumn(integer('boot_number', { primaryKeyConstraintName: 'equivocation_pkey' }))
  bootNumber!: number;

  @PrimaryColumn(bigint('counter', { primaryKeyConstraintName: 'equivocation_pkey' }))
  counter!: number;

  @PrimaryColumn(text('reason', { primaryKeyConstraintName: 'equivocation_pkey' }))
  reason!: string;

  @Column(bigint('log_index'))
  logIndex!: number;
}

/** Which refused statements stand in the log: they take their counters. */
@Entity('refusal')
@Index('refusal_boot_counter', ['bootNumber', 'counter'])
export class RefusalRow {
  @PrimaryColumn(bytes('statement_hash', { primaryKeyConstraintName: 'refusal_pkey' }))
  statementHash!: Uint8Array;

  /** Where the statement stands among those of its device: other bytes there contradict it. */
  @Column(integer('boot_number'))
  bootNumber!: number;

  @Column(bigint('counter'))
  counter!: number;

  @Column(text('reason'))
  reason!: string;

  @Column(bigint('log_index'))
  logIndex!: number;
}

/** What was refused and the log does not tell of yet: it tells of a device once a minute. */
@Entity('waiting_refusal')
@Index('waiting_refusal_device', ['deviceKey'])
export class WaitingRefusalRow {
  @PrimaryColumn(bytes('boot', { primaryKeyConstraintName: 'waiting_refusal_pkey' }))
  boot!: Uint8Array;

  @PrimaryColumn(bigint('counter', { primaryKeyConstraintName: 'waiting_refusal_pkey' }))
  counter!: number;

  @Column(bytes('device_key'))
  deviceKey!: Uint8Array;

  @Column(bytes('statement_hash'))
  statementHash!: Uint8Array;

  @Column(text('reason'))
  reason!: string;

  /** SignedStatement. */
  @Column(bytes('statement'))
  statement!: Uint8Array;

  @Column(bigint('refused_time_ms'))
  refusedTimeMs!: number;
}

/** Which counters `refused` entries tell of, a row for each of their ranges. Those of one boot do not overlap. */
@Entity('refused_range')
export class RefusedRangeRow {
  @PrimaryColumn(integer('boot_number', { primaryKeyConstraintName: 'refused_range_pkey' }))
  bootNumber!: number;

  @PrimaryColumn(bigint('first_counter', { primaryKeyConstraintName: 'refused_range_pkey' }))
  firstCounter!: number;

  @Column(bigint('last_counter'))
  lastCounter!: number;

  @PrimaryColumn(bigint('log_index', { primaryKeyConstraintName: 'refused_range_pkey' }))
  logIndex!: number;
}

/** The right to write. The epoch is the key, so that raising it waits for transactions that rely on it, and renewing does not. */
@Entity('lease')
export class LeaseRow {
  @PrimaryColumn(bigint('epoch', { primaryKeyConstraintName: 'lease_pkey' }))
  epoch!: number;

  /** Also the application_name of the holder's database sessions. */
  @Column(text('holder'))
  holder!: string;

  @Column(moment('expires_at'))
  expiresAt!: Date;
}
