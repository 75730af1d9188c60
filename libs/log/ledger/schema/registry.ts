import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { bigint, bytes, integer, smallint, text } from './columns.js';

// Everything here follows from the log and the private parts (promise P5), except mqtt_credential.

@Entity('device')
@Index('device_log_index', ['logIndex'])
@Index('device_changed', ['changedLogIndex'])
@Index('device_party', ['party'])
export class DeviceRow {
  @PrimaryColumn(bytes('device_key', { primaryKeyConstraintName: 'device_pkey' }))
  deviceKey!: Uint8Array;

  @Column(text('device_id'))
  deviceId!: string;

  @Column(bytes('party'))
  party!: Uint8Array;

  /** Of the ENROL entry. */
  @Column(bigint('log_index'))
  logIndex!: number;

  /** 0: the limit of the format. */
  @Column(integer('objects_max'))
  objectsMax!: number;

  @Column(integer('claims_max'))
  claimsMax!: number;

  /** What it is for, a number of DeviceKind; null: it scans things. */
  @Column(smallint('kind', { nullable: true }))
  kind!: number | null;

  /** Of the latest entry that changed its keys or boots: whoever follows the registry asks by it. */
  @Column(bigint('changed_log_index', { default: 0 }))
  changedLogIndex!: number;
}

/** A key that a device has or had. Which counters it signs stands in key_segment. */
@Entity('device_signing_key')
@Index('device_signing_key_key_id', ['keyId'])
export class DeviceKeyRow {
  @PrimaryColumn(bytes('device_key', { primaryKeyConstraintName: 'device_signing_key_pkey' }))
  deviceKey!: Uint8Array;

  @PrimaryColumn(bytes('key_id', { primaryKeyConstraintName: 'device_signing_key_pkey' }))
  keyId!: Uint8Array;

  @Column(smallint('algorithm'))
  algorithm!: number;

  @Column(bytes('public_key'))
  publicKey!: Uint8Array;

  @Column(bigint('from_log_index'))
  fromLogIndex!: number;

  /** Of the entry that ended it: what it signs later counts only if it chains into the last statement that this entry names. */
  @Column(bigint('to_log_index', { nullable: true }))
  toLogIndex!: number | null;

  /** Good for scans that arrive before it; null: for ever. */
  @Column(bigint('expires_ms', { nullable: true }))
  expiresMs!: number | null;

  /** Of the entry that reported it as being in other hands. */
  @Column(bigint('compromised_log_index', { nullable: true }))
  compromisedLogIndex!: number | null;

  @Column(bigint('compromised_since_ms', { nullable: true }))
  compromisedSinceMs!: number | null;
}

/** The counters of one boot that one key signs: libs/core/keys, Segment. */
@Entity('key_segment')
export class KeySegmentRow {
  @PrimaryColumn(integer('boot_number', { primaryKeyConstraintName: 'key_segment_pkey' }))
  bootNumber!: number;

  @PrimaryColumn(bigint('opened_log_index', { primaryKeyConstraintName: 'key_segment_pkey' }))
  openedLogIndex!: number;

  @Column(bytes('key_id'))
  keyId!: Uint8Array;

  @Column(bigint('from_counter'))
  fromCounter!: number;

  @Column(bigint('closed_log_index', { nullable: true }))
  closedLogIndex!: number | null;

  /** rotate, boot, retire or compromised. */
  @Column(text('closed_by', { nullable: true }))
  closedBy!: string | null;

  @Column(bigint('to_counter', { nullable: true }))
  toCounter!: number | null;

  @Column(bytes('last_hash', { nullable: true }))
  lastHash!: Uint8Array | null;

  @Column(bigint('barred_log_index', { nullable: true }))
  barredLogIndex!: number | null;

  /** How far down late scans have chained into `last_hash`: this counter and all above it are logged. Null: nobody asked yet. */
  @Column(bigint('chain_from', { nullable: true }))
  chainFrom!: number | null;

  /** Statement hash that the counter before `chain_from` must have; null where another one is logged there. */
  @Column(bytes('chain_hash', { nullable: true }))
  chainHash!: Uint8Array | null;
}

@Entity('boot')
@Index('boot_boot', ['boot'], { unique: true })
@Index('boot_device', ['deviceKey'])
export class BootRow {
  /** Stands for the 16 bytes in log_entry and its index. */
  @PrimaryGeneratedColumn('identity', {
    name: 'boot_number',
    type: 'integer',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'boot_pkey',
  })
  bootNumber!: number;

  @Column(bytes('boot'))
  boot!: Uint8Array;

  @Column(bytes('device_key'))
  deviceKey!: Uint8Array;

  @Column(bigint('from_log_index'))
  fromLogIndex!: number;

  /** Highest counter logged, 0 for none: the `after` of the next entry. */
  @Column(bigint('last_counter', { default: 0 }))
  lastCounter!: number;

  @Column(bytes('last_statement_hash', { nullable: true }))
  lastStatementHash!: Uint8Array | null;

  /** Highest counter up to which nothing is waited for: logged, or finally refused. At least `last_counter`. */
  @Column(bigint('settled_counter', { default: 0 }))
  settledCounter!: number;
}

@Entity('party')
@Index('party_log_index', ['logIndex'])
export class PartyRow {
  @PrimaryColumn(bytes('party_key', { primaryKeyConstraintName: 'party_pkey' }))
  partyKey!: Uint8Array;

  @Column(text('gln', { nullable: true }))
  gln!: string | null;

  @Column(text('name', { nullable: true }))
  name!: string | null;

  @Column(text('country', { nullable: true }))
  country!: string | null;

  /** Of the latest PARTY entry. */
  @Column(bigint('log_index'))
  logIndex!: number;
}

/** Whose the codes are that begin with some digits: by the newest event of each party, digits and role. */
@Entity('code_holder')
export class CodeHolderRow {
  @PrimaryColumn(text('digits', { primaryKeyConstraintName: 'code_holder_pkey' }))
  digits!: string;

  /** 1 owner, 2 made by. */
  @PrimaryColumn(smallint('role', { primaryKeyConstraintName: 'code_holder_pkey' }))
  role!: number;

  @PrimaryColumn(bytes('party_key', { primaryKeyConstraintName: 'code_holder_pkey' }))
  partyKey!: Uint8Array;

  /** Null: since ever. */
  @Column(bigint('from_ms', { nullable: true }))
  fromMs!: number | null;

  /** Not included; null: for ever. */
  @Column(bigint('until_ms', { nullable: true }))
  untilMs!: number | null;

  /** Of the newest CODES entry. */
  @Column(bigint('log_index'))
  logIndex!: number;
}

/** Keys of the operator: role 1 signs registry events, role 2 receipts, rejects, equivocations and refusals. */
@Entity('operator_signing_key')
@Index('operator_signing_key_from', ['fromLogIndex'])
export class OperatorKeyRow {
  @PrimaryColumn(bytes('key_id', { primaryKeyConstraintName: 'operator_signing_key_pkey' }))
  keyId!: Uint8Array;

  @PrimaryColumn(smallint('role', { primaryKeyConstraintName: 'operator_signing_key_pkey' }))
  role!: number;

  @Column(bytes('operator'))
  operator!: Uint8Array;

  @Column(smallint('algorithm'))
  algorithm!: number;

  @Column(bytes('public_key'))
  publicKey!: Uint8Array;

  @Column(bigint('from_log_index'))
  fromLogIndex!: number;

  /** Of the entry that ended it: it signs nothing behind that. */
  @Column(bigint('to_log_index', { nullable: true }))
  toLogIndex!: number | null;

  @Column(bigint('compromised_log_index', { nullable: true }))
  compromisedLogIndex!: number | null;

  @Column(bigint('compromised_since_ms', { nullable: true }))
  compromisedSinceMs!: number | null;
}

/** Which submitted events are logged already: kind and body say the same thing once. */
@Entity('signed_event')
export class SignedEventRow {
  /** SHA-256(kind byte || body). */
  @PrimaryColumn(bytes('event_hash', { primaryKeyConstraintName: 'signed_event_pkey' }))
  eventHash!: Uint8Array;

  @Column(smallint('kind'))
  kind!: number;

  @Column(bigint('log_index'))
  logIndex!: number;
}

/** Passwords of devices at the broker. Not part of the log. */
@Entity('mqtt_credential')
export class MqttCredentialRow {
  @PrimaryColumn(text('device_id', { primaryKeyConstraintName: 'mqtt_credential_pkey' }))
  deviceId!: string;

  /** The password is 24 random bytes: a fast hash is enough. */
  @Column(bytes('password_sha256'))
  passwordSha256!: Uint8Array;
}
