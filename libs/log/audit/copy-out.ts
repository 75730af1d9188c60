import type pg from 'pg';
import { to } from 'pg-copy-streams';

/** A field of a row in PostgreSQL's binary form. */
export type Field = Buffer | null;

const HEADER_BYTES = 19;

/**
 * Streams the rows of a query by COPY, some at a time; the server waits while they are worked on. A row's fields are views of what came
 * from the socket: nobody writes there again, and whoever keeps one keeps the 64 kB around it.
 */
export async function* copyOut(client: pg.Client, query: string): AsyncGenerator<Field[][]> {
  const stream = client.query(to(`COPY (${query}) TO STDOUT (FORMAT binary)`));
  let rest: Buffer = Buffer.alloc(0);
  let headerRead = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!headerRead) {
      if (bytes.length < HEADER_BYTES) {
        rest = bytes;
        continue;
      }
      bytes = bytes.subarray(HEADER_BYTES);
      headerRead = true;
    }
    const { rows, end } = readRows(bytes);
    rest = Buffer.from(bytes.subarray(end));
    if (rows.length > 0) yield rows;
  }
}

function readRows(bytes: Buffer): { readonly rows: Field[][]; readonly end: number } {
  const rows: Field[][] = [];
  let end = 0;
  for (;;) {
    const row = readRow(bytes, end);
    if (!row) return { rows, end };
    rows.push(row.fields);
    end = row.end;
  }
}

function readRow(bytes: Buffer, start: number): { readonly fields: Field[]; readonly end: number } | null {
  if (start + 2 > bytes.length) return null;
  const count = bytes.readInt16BE(start);
  if (count < 0) return null; // the trailer
  const fields: Field[] = [];
  let at = start + 2;
  for (let index = 0; index < count; index++) {
    if (at + 4 > bytes.length) return null;
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length < 0) fields.push(null);
    else {
      if (at + length > bytes.length) return null;
      fields.push(bytes.subarray(at, at + length));
      at += length;
    }
  }
  return { fields, end: at };
}

/** A bigint below 2^53. */
export const int8 = (field: Field): number => field!.readInt32BE(0) * 2 ** 32 + field!.readUInt32BE(4);
export const int4 = (field: Field): number => field!.readInt32BE(0);
export const text = (field: Field): string => field!.toString('utf8');
