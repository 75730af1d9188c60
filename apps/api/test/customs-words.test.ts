import { LANGUAGES } from '#libs/words';
import { englishCustomsWords, loadCustomsWords } from '../browser/customs/words/load.js';

/** Every text with its place. */
function texts(value: object, path = ''): [string, string][] {
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    typeof member === 'string'
      ? [[`${path}${name}`, member] as [string, string]]
      : texts(member as object, `${path}${name}.`),
  );
}
const holes = (text: string): string[] => (text.match(/\{\w+\}/gu) ?? []).sort();

it.each(LANGUAGES)(
  'the customs page says in %s everything that it says in English, with the same holes',
  async (language) => {
    const english = new Map(texts(englishCustomsWords));
    const words = new Map(texts(await loadCustomsWords(language)));
    expect([...words.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of words) {
      expect([path, text.trim()]).toEqual([path, expect.stringMatching(/./u)]);
      expect([path, holes(text)]).toEqual([path, holes(english.get(path)!)]);
    }
  },
);
