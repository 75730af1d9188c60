import { Action, EventType, Role, roleOf } from '#libs/core/wire';
import type { KeyText, ReadScan } from '#libs/core/entries';

/** A packing or unpacking as an entry states it. */
export interface Packing {
  readonly act: 'packed' | 'unpacked';
  readonly parent: KeyText;
  /** Empty in an unpacking of the whole parent. */
  readonly children: readonly KeyText[];
}

/** The packing that an aggregation or association event states, if it is one. Observed aggregations pack nothing. */
export function packingOf(entry: ReadScan): Packing | undefined {
  const { header, objects } = entry;
  if (header.eventType !== EventType.AGGREGATION && header.eventType !== EventType.ASSOCIATION) return undefined;
  if (header.action !== Action.ADD && header.action !== Action.DELETE) return undefined;
  const parent = parentOf(entry);
  if (parent === undefined) return undefined;
  const children = objects.filter((_, place) => roleOf(header.roles[place]!) === Role.CHILD);
  return { act: header.action === Action.ADD ? 'packed' : 'unpacked', parent, children };
}

/** What the entry names as parent, whatever kind of event it is. */
export const parentOf = ({ header, objects }: ReadScan): KeyText | undefined =>
  objects[header.roles.findIndex((byte) => roleOf(byte) === Role.PARENT)];
