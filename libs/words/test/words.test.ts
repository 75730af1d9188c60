import { chooseLanguage, englishTrailWords, LANGUAGES, loadTrailWords } from '#libs/words';

/** Every text with its place. */
function texts(value: object, path = ''): [string, string][] {
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    typeof member === 'string'
      ? [[`${path}${name}`, member] as [string, string]]
      : texts(member as object, `${path}${name}.`),
  );
}
const holes = (text: string): string[] => (text.match(/\{\w+\}/gu) ?? []).sort();

describe.each(LANGUAGES)('the words in %s', (language) => {
  it('say everything that English says, with the same holes', async () => {
    const english = new Map(texts(englishTrailWords));
    const words = new Map(texts(await loadTrailWords(language)));
    expect([...words.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of words) {
      expect([path, text.trim()]).toEqual([path, expect.stringMatching(/./u)]);
      expect([path, holes(text)]).toEqual([path, holes(english.get(path)!)]);
    }
  });

  it('do not call two results by one name', async () => {
    const { result, headline, temperature } = await loadTrailWords(language);
    for (const group of [result, headline, temperature])
      expect(new Set(Object.values(group)).size).toBe(Object.keys(group).length);
  });
});

it.each([
  [['pt-BR', 'en'], 'pt'],
  [['ZH-Hant-TW'], 'zh'],
  [['sv', 'da', 'fr-CA'], 'fr'],
  [['tlh'], 'en'],
  [[], 'en'],
])('chooses for %j the language %s', (wanted, language) => {
  expect(chooseLanguage(wanted)).toBe(language);
});
