import { NODE_MIGRATIONS } from '../migrations.js';

describe('the tables of a node', () => {
  // A room that names an older one is taken for up to date, and its newest migration never runs.
  it.each(NODE_MIGRATIONS.map((room) => [room.table, room] as const))(
    '%s: the room names its newest migration',
    async (_, { newest, dataSource }) => {
      const { options } = await dataSource('postgres://nobody@127.0.0.1:1/none');
      const names = (options.migrations as (new () => { name: string })[]).map((migration) => new migration().name);
      const timeOf = (name: string): number => Number(/\d+$/u.exec(name)![0]);
      expect(newest).toBe(names.toSorted((one, other) => timeOf(one) - timeOf(other)).at(-1));
    },
  );

  it('have names of their own, so that no room takes the account of another for its own', () => {
    const names = NODE_MIGRATIONS.map(({ schema = '', table }) => `${schema}.${table}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
