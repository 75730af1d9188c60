import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigint, bytes, text } from './columns.js';

/** How far each projector has come. */
@Entity('projector_cursor')
export class ProjectorCursorRow {
  @PrimaryColumn(text('name', { primaryKeyConstraintName: 'projector_cursor_pkey' }))
  name!: string;

  @Column(bigint('next_log_index'))
  nextLogIndex!: number;
}

/** What officers type, filled behind the log from the private parts. */
@Entity('search_term')
export class SearchTermRow {
  /** Upper case, outer spaces removed. */
  @PrimaryColumn(text('term', { primaryKeyConstraintName: 'search_term_pkey' }))
  term!: string;

  @PrimaryColumn(text('kind', { primaryKeyConstraintName: 'search_term_pkey' }))
  kind!: string;

  @PrimaryColumn(bytes('trail_key', { primaryKeyConstraintName: 'search_term_pkey' }))
  trailKey!: Uint8Array;

  /** Of the first entry that says so. */
  @Column(bigint('log_index'))
  logIndex!: number;
}

@Entity('object_uri')
export class ObjectUriRow {
  @PrimaryColumn(bytes('trail_key', { primaryKeyConstraintName: 'object_uri_pkey' }))
  trailKey!: Uint8Array;

  @Column(text('uri'))
  uri!: string;
}
