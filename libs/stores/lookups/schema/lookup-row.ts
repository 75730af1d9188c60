import { Column, Entity, PrimaryColumn } from 'typeorm';
import { SCHEMA } from './names.js';

/** Who asked what, kept before the answer went out. */
@Entity('lookup', { schema: SCHEMA })
export class LookupRow {
  /** 16 bytes. */
  @PrimaryColumn({ name: 'id', type: 'bytea', primaryKeyConstraintName: 'lookup_pkey' })
  id!: Uint8Array;

  @Column({ name: 'asked_at', type: 'timestamp with time zone' })
  askedAt!: Date;

  @Column({ name: 'who', type: 'text', collation: 'C' })
  who!: string;

  @Column({ name: 'question', type: 'text', collation: 'C' })
  question!: string;

  @Column({ name: 'status', type: 'integer' })
  status!: number;

  /** SHA-256 of the answer, 32 bytes. */
  @Column({ name: 'answer_hash', type: 'bytea' })
  answerHash!: Uint8Array;
}
