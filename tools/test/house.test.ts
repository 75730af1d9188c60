import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// The plan of the house in docs/ARCHITECTURE.md and the house itself.

const ROOT = join(import.meta.dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8');
const plan = page.slice(page.indexOf('## The house'), page.indexOf('| wall |'));

/** Rooms as the plan names them: a wing with its rooms below it, or `libs/wing/room` on one line. */
function plannedRooms(): string[] {
  let wing = '';
  return plan.split('\n').flatMap((line) => {
    const [, indent, name] = /^( {4,6})(\S+)(?: {2,}\S|$)/.exec(line) ?? [];
    if (name === undefined) return [];
    if (indent!.length === 6) return [`${wing}${name}`];
    wing = name;
    return name.startsWith('libs/') && !name.endsWith('/') ? [name] : [];
  });
}

function builtRooms(): string[] {
  const folders = (path: string): string[] =>
    readdirSync(join(ROOT, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${path}/${name}`);
  return folders('libs').flatMap((wing) => (existsSync(join(ROOT, wing, 'index.ts')) ? [wing] : folders(wing)));
}

it('the plan names every room of libs/, and none that is not there', () => {
  expect(plannedRooms().length).toBeGreaterThan(20);
  expect(plannedRooms().toSorted()).toEqual(builtRooms().toSorted());
});

it('every room has an index that says what it is', () => {
  const silent = builtRooms().filter(
    (room) => !/^(\/\*\*|\/\/) /.test(readFileSync(join(ROOT, room, 'index.ts'), 'utf8')),
  );
  expect(silent).toEqual([]);
});
