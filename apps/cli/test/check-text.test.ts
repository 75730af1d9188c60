import { checkText } from '../check-text.js';

const NOTHING = {
  origin: 'example.org/log',
  size: 300,
  publishedSize: 256,
  links: 310,
  files: 5,
  privateFiles: 2,
  differences: [],
  further: [],
  differenceCount: 0,
  differenceCounts: {},
  misfits: [],
  misfitCount: 0,
  notChecked: ['signatures'],
};
const HEAD = 'example.org/log: 300 entries (256 published), 310 links of trails, 5 files, 2 files of private parts\n';

describe('the text of a check', () => {
  it('says that everything agrees, and tells apart what devices said that does not fit', () => {
    expect(checkText(NOTHING)).toBe(`${HEAD}Everything agrees.\nNot checked:\n  signatures\n`);
    const misfits = [{ code: 'SEEN_CHECKPOINT', logIndex: 7, text: 'entry 7 says so' }] as const;
    expect(checkText({ ...NOTHING, misfits, misfitCount: 4 })).toBe(
      `${HEAD}Everything agrees.\nWhat devices said that does not fit (their word alone, and no difference):\n` +
        '  SEEN_CHECKPOINT  entry 7 says so\n  and 3 more\nNot checked:\n  signatures\n',
    );
  });

  it('has a line for each difference, and one for those of a code that are not among them', () => {
    const differences = [{ code: 'ROOT', text: 'one' }] as const;
    const found = { differences, further: [{ code: 'ROOT', count: 2 }] as const, differenceCount: 3 };
    expect(checkText({ ...NOTHING, ...found })).toBe(
      `${HEAD}3 differences:\n  ROOT  one\n  ROOT  and 2 more\nNot checked:\n  signatures\n`,
    );
  });
});
