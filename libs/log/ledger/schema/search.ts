import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bytes, integer, moment, text } from './columns.js';

/** Who asked what, kept before the answer went out. */
@Entity('lookup')
export class LookupRow {
  @PrimaryColumn(bytes('id', { primaryKeyConstraintName: 'lookup_pkey' }))
  id!: Uint8Array;

  @Column(moment('asked_at'))
  askedAt!: Date;

  @Column(text('who'))
  who!: string;

  @Column(text('question'))
  question!: string;

  @Column(integer('status'))
  status!: number;

  @Column(bytes('answer_hash'))
  answerHash!: Uint8Array;
}
