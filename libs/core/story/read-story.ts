import { storyOf } from './run.js';
import type { Story } from './types.js';
import { type KeyText, keyText, type ReadEntry, type ReadScan } from '#libs/core/entries';
import { KeyState } from '#libs/core/keys';
import { objectKey } from '#libs/core/wire';

/** The story of an object in entries that are all at hand. */
export function readStory(object: string, entries: readonly ReadEntry[], keys: KeyState): Story {
  const scans = entries.filter((entry): entry is ReadScan => entry.kind === 'scan');
  return storyOf(keyText(objectKey(object)), scans, (device) => keys.device(device)?.party ?? null);
}

/** Names of the keys in some entries, as far as they are shown. */
export function urisOf(object: string, entries: readonly ReadEntry[]): (key: KeyText) => string | null {
  const uris = new Map<KeyText, string>([[keyText(objectKey(object)), object]]);
  for (const entry of entries) {
    if (entry.kind !== 'scan') continue;
    for (const [place, uri] of entry.uris.entries()) if (uri !== null) uris.set(entry.objects[place]!, uri);
  }
  return (key) => uris.get(key) ?? null;
}
