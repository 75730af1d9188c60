import { ITEM } from '../core/fleet.js';
import type { Base } from './base.js';
import { type BundleJson, changed, type Forgery, hashesOf, type PartJson, textOfHashes } from './forgery.js';
import { CASE } from './journey.js';

// Bundles whose parts were moved about by someone who has nothing but the bundle, and another one.

type Opened = Record<'name' | 'salt' | 'value', string>;
const openedIn = (parts: readonly PartJson[]): Opened[] =>
  parts.filter((part): part is Opened => typeof part !== 'string' && 'name' in part);

const exchange = <Item>(list: Item[], one: number, other: number): void => {
  [list[one], list[other]] = [list[other]!, list[one]!];
};

function entriesMoved(base: Base, other: Base): Forgery[] {
  const foreign = (JSON.parse(other.evidence) as BundleJson).entries;
  const [last, size] = [String(base.log.size - 1), String(base.log.size)];
  const mine = (JSON.parse(base.evidence) as BundleJson).entries;
  return base.indexes.flatMap((index, place) => {
    const one = (what: string, change: (bundle: BundleJson) => unknown): Forgery =>
      changed(base, `entry ${index} ${what}`, change);
    return [
      one('left out', ({ entries }) => entries.splice(place, 1)),
      one('twice', ({ entries }) => entries.splice(place, 0, entries[place]!)),
      one('twice, at the end', ({ entries }) => entries.push({ ...entries[place]!, index: last })),
      one('at the end', ({ entries }) => entries.push(...entries.splice(place, 1), { index: last, parts: [''] })),
      ...(place > 0 ? [one('before the one before it', ({ entries }) => exchange(entries, place, place - 1))] : []),
      one('with the content of the next', ({ entries }) => {
        const next = entries[(place + 1) % entries.length]!;
        entries[place]!.parts = next.parts;
      }),
      one('and the next with their contents exchanged', ({ entries }) => {
        const [own, next] = [entries[place]!, entries[(place + 1) % entries.length]!];
        [own.parts, next.parts] = [next.parts, own.parts];
      }),
      one('said to stand one further', ({ entries }) => (entries[place]!.index = String(index + 1))),
      one('said to stand at the end', ({ entries }) => (entries[place]!.index = last)),
      one('said to stand beyond the end', ({ entries }) => (entries[place]!.index = size)),
      ...(foreign[place] && JSON.stringify(foreign[place]) !== JSON.stringify(mine[place])
        ? [one('from another log', ({ entries }) => (entries[place] = foreign[place]!))]
        : []),
    ];
  });
}

function valuesChanged(base: Base): Forgery[] {
  const { entries } = JSON.parse(base.evidence) as BundleJson;
  return entries.flatMap(({ index, parts }, place) =>
    openedIn(parts).flatMap(({ name }, claim) => {
      const one = (what: string, change: (opened: Opened, parts: PartJson[]) => unknown): Forgery =>
        changed(base, `claim ${name} of entry ${index} ${what}`, (bundle) => {
          const opened = openedIn(bundle.entries[place]!.parts);
          change(opened[claim]!, bundle.entries[place]!.parts);
        });
      return [
        one('with another value', (opened) => (opened.value = opened.value === 'IN' ? 'US' : 'IN')),
        one('under another name', (opened) => (opened.name = 'note')),
        one('with another salt', (opened) => (opened.salt = 'AAAAAAAAAAAAAAAAAAAAAA')),
        one('in the place of a URI', (opened, all) => (all[all.indexOf(opened)] = { uri: ITEM })),
        one('one place further', (opened, all) => {
          const at = all.indexOf(opened);
          if (at + 2 < all.length) exchange(all, at, at + 2);
          else exchange(all, at, at - 1);
        }),
      ];
    }),
  );
}

/** The item under another name, and the name of another thing in its place. */
function urisChanged(base: Base): Forgery[] {
  const { entries } = JSON.parse(base.evidence) as BundleJson;
  return entries.flatMap(({ index, parts }, place) => {
    const at = parts.findIndex((part) => typeof part !== 'string' && 'uri' in part);
    if (at < 0) return [];
    const one = (what: string, part: PartJson): Forgery =>
      changed(base, `URI of entry ${index} ${what}`, (bundle) => (bundle.entries[place]!.parts[at] = part));
    return [one('is that of the case', { uri: CASE }), one('is another', { uri: `${ITEM}b` }), one('is left out', '')];
  });
}

function proofChanged(base: Base): Forgery[] {
  const hashes = hashesOf((JSON.parse(base.evidence) as BundleJson).proof);
  const put = (name: string, change: (all: Buffer[]) => unknown): Forgery =>
    changed(base, `proof ${name}`, (bundle) => {
      const all = [...hashes];
      change(all);
      bundle.proof = textOfHashes(all);
    });
  return [
    ...hashes.flatMap((hash, at) => [
      put(`without hash ${at}`, (all) => all.splice(at, 1)),
      put(`with hash ${at} twice`, (all) => all.splice(at, 0, hash)),
      put(`with hash ${at} and the next exchanged`, (all) => exchange(all, at, (at + 1) % hashes.length)),
    ]),
    put('of nothing', (all) => all.splice(0)),
    put('with a hash more', (all) => all.push(hashes[0]!)),
  ];
}

/** What the bundle says of itself. */
function wordsChanged(base: Base): Forgery[] {
  return [
    changed(base, 'said to be of the case', (bundle) => (bundle.object = CASE), { object: CASE }),
    changed(base, 'said to be of another item', (bundle) => (bundle.object = `${ITEM}b`)),
    changed(base, 'of the item, and asked was for another', () => undefined, { object: `${ITEM}b` }),
    changed(base, 'said to go less far', (bundle) => (bundle.until = String(base.log.size - 1))),
    changed(base, 'said to go further', (bundle) => (bundle.until = String(base.log.size + 1))),
    changed(base, 'said to go nowhere', (bundle) => (bundle.until = '0')),
    changed(base, 'without entries', (bundle) => (bundle.entries = [])),
    changed(base, 'with a key of its own', (bundle) => Object.assign(bundle, { vkey: base.policy.split(' ')[1] })),
    changed(base, 'with a policy of its own', (bundle) => Object.assign(bundle, { zpolicy: 'quorum none\n' })),
    changed(base, 'of a later version', (bundle) => (bundle.format = 'cairn.evidence.v9')),
  ];
}

export const movedAbout = (base: Base, other: Base): Forgery[] => [
  ...entriesMoved(base, other),
  ...valuesChanged(base),
  ...urisChanged(base),
  ...proofChanged(base),
  ...wordsChanged(base),
];
