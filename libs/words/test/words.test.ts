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

  // Until it can be proven that nothing was left out. The word for the status of that name is never shown: `STATUS_NOT_YET`.
  it('call no record, and nothing that was checked, complete', async () => {
    const { headline, checks, open } = await loadTrailWords(language);
    for (const [path, text] of texts({ headline, checks, open })) {
      const word = /complet|whole|lückenlos|vollständig|entier|inteir|完整|पूर्ण|पूरी/iu.exec(text)?.[0];
      expect([path, word]).toEqual([path, undefined]);
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
