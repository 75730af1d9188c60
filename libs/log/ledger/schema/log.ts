import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigint, bytes, integer, moment, smallint, text } from './columns.js';

/** One entry of the log. The leaf hash is SHA-256(0x00 || entry) and is not kept. */
@Entity('log_entry')
@Index('log_entry_boot_counter', ['bootNumber', 'counter'], { unique: true, where: 'boot_number IS NOT NULL' })
export class LogEntryRow {
  @PrimaryColumn(bigint('log_index', { primaryKeyConstraintName: 'log_entry_pkey' }))
  logIndex!: number;

  /** Of scans; null for events. With `counter` it is what promise P2 stands on. */
  @Column(integer('boot_number', { nullable: true }))
  bootNumber!: number | null;

  @Column(bigint('counter', { nullable: true }))
  counter!: number | null;

  /** LogEntry, byte for byte as in the public log. */
  @Column(bytes('entry'))
  entry!: Uint8Array;

  /** PrivatePart: URIs and disclosures. Null where there are none. */
  @Column(bytes('private', { nullable: true }))
  privatePart!: Uint8Array | null;
}

/** The one row that every append advances by compare-and-swap. */
@Entity('log_head')
@Check('log_head_one_row', 'id = 1')
export class LogHeadRow {
  @PrimaryColumn(smallint('id', { primaryKeyConstraintName: 'log_head_pkey' }))
  id!: number;

  @Column(text('origin'))
  origin!: string;

  @Column(text('log_vkey'))
  logVkey!: string;

  /** Of the key that signs beside it and is to follow it; null where none is known. */
  @Column(text('log_next_vkey', { nullable: true }))
  logNextVkey!: string | null;

  /** Entries that are committed. */
  @Column(bigint('size'))
  size!: number;

  /** Compact range over the committed leaves: hashes of 32 bytes, largest subtree first. */
  @Column(bytes('frontier'))
  frontier!: Uint8Array;

  /** Entries that have tiles, a signed checkpoint and their receipts; the public sees them once the witnesses have. */
  @Column(bigint('receipted_size', { default: 0 }))
  receiptedSize!: number;

  /** Entries that the published checkpoint covers. */
  @Column(bigint('published_size'))
  publishedSize!: number;

  /** Lease epoch of the last writer. */
  @Column(bigint('epoch'))
  epoch!: number;
}

/** The root at each committed size: promise P4 compares signed checkpoints with it. */
@Entity('log_root')
export class LogRootRow {
  @PrimaryColumn(bigint('size', { primaryKeyConstraintName: 'log_root_pkey' }))
  size!: number;

  @Column(bytes('root'))
  root!: Uint8Array;

  @Column(bigint('epoch'))
  epoch!: number;

  /** Log time of the entries that this commit added. */
  @Column(moment('logged_at'))
  loggedAt!: Date;
}

/** Link n of a trail. Append only: the last row of a trail is its head. */
@Entity('trail_link')
export class TrailLinkRow {
  @PrimaryColumn(bytes('trail_key', { primaryKeyConstraintName: 'trail_link_pkey' }))
  trailKey!: Uint8Array;

  @PrimaryColumn(bigint('n', { primaryKeyConstraintName: 'trail_link_pkey' }))
  n!: number;

  @Column(bigint('log_index'))
  logIndex!: number;

  @Column(bytes('link'))
  link!: Uint8Array;

  /** Compact range over links 1 to n. */
  @Column(bytes('frontier'))
  frontier!: Uint8Array;
}
