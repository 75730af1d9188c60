import {
  chooseLanguage,
  englishCustomsWords,
  englishTrailWords,
  LANGUAGES,
  loadCustomsWords,
  loadTrailWords,
} from '#libs/words';
import { loadWords, type OtherLanguages } from '../load.js';

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
  it.each([
    ['of a trail', englishTrailWords, () => loadTrailWords(language)],
    ['of the customs page', englishCustomsWords, () => loadCustomsWords(language)],
  ])('%s say everything that English says, with the same holes', async (_, inEnglish, load) => {
    const english = new Map(texts(inEnglish));
    const words = new Map(texts(await load()));
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

it('are English where the file of a language cannot be loaded', async () => {
  const away = (): Promise<string> => Promise.reject(new Error('no network'));
  const others: OtherLanguages<string> = { de: async () => 'Hallo', es: away, fr: away, hi: away, pt: away, zh: away };
  expect(await loadWords('de', 'Hello', others)).toBe('Hallo');
  expect(await loadWords('fr', 'Hello', others)).toBe('Hello');
  expect(await loadWords('en', 'Hello', others)).toBe('Hello');
});
