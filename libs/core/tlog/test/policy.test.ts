import { formatPolicy, isQuorumMet, KeyType, parsePolicy } from '../index.js';
import { aSigner } from '../../../../test/kit/tlog/ed25519.js';
import { codeOf } from '../../../../test/kit/tlog/naive-tree.js';

const log = aSigner('cairn.example/log').vkeyText;
const witness = (name: string) => aSigner(name, KeyType.cosignature).vkeyText;
const TWO_LEVELS = `log ${log} https://cairn.example/log/

  # witnesses of the north
witness N1\t${witness('n1.example')}
witness N2 ${witness('n2.example')}  https://n2.example/
witness N3 ${witness('n3.example')}
group north 2 N1 N2 N3
witness S1 ${witness('s1.example')}
witness S2 ${witness('s2.example')}
group south any S1 S2
group both all north south
quorum both
`;

describe('a policy', () => {
  it('names logs, witnesses, groups and the quorum', () => {
    const policy = parsePolicy(TWO_LEVELS);
    expect(policy.logs).toMatchObject([{ vkey: { name: 'cairn.example/log' }, url: 'https://cairn.example/log/' }]);
    expect(policy.witnesses.map(({ name, vkey, url }) => [name, vkey.name, url])).toEqual([
      ['N1', 'n1.example', undefined],
      ['N2', 'n2.example', 'https://n2.example/'],
      ['N3', 'n3.example', undefined],
      ['S1', 's1.example', undefined],
      ['S2', 's2.example', undefined],
    ]);
    expect(policy.groups).toEqual([
      { name: 'north', threshold: 2, members: ['N1', 'N2', 'N3'] },
      { name: 'south', threshold: 1, members: ['S1', 'S2'] },
      { name: 'both', threshold: 2, members: ['north', 'south'] },
    ]);
    expect(policy.quorum).toBe('both');
  });
  it('is read back as it was written', () => {
    const policy = parsePolicy(TWO_LEVELS);
    expect(parsePolicy(formatPolicy(policy))).toEqual(policy);
  });
  it('of a log alone is two lines', () => {
    const text = `log ${log}\nquorum none\n`;
    expect(formatPolicy(parsePolicy(text))).toBe(text);
    expect(parsePolicy(text)).toMatchObject({
      logs: [{ vkey: { name: 'cairn.example/log' } }],
      witnesses: [],
      groups: [],
      quorum: 'none',
    });
  });
  it('may name no log and end without line feed', () => expect(parsePolicy('quorum none').logs).toEqual([]));
  it('holds 32 logs, witnesses and groups and more', () => {
    const lines = Array.from({ length: 40 }, (_, at) => [
      `log ${aSigner(`log${at}.example`).vkeyText}`,
      `witness w${at} ${witness(`w${at}.example`)}`,
      `group g${at} 1 w${at}`,
    ]).flat();
    expect(parsePolicy([...lines, 'quorum g39', ''].join('\n')).groups).toHaveLength(40);
  });
  it.each([
    [['N1', 'N2', 'S1'], true],
    [['N1', 'N3', 'S1', 'S2'], true],
    [['N1', 'S1'], false],
    [['N1', 'N2'], false],
    [['S1', 'S2'], false],
    [['north', 'south'], false],
    [['both'], false],
    [[], false],
  ])('cosigned by %p has a quorum: %p', (names, met) =>
    expect(isQuorumMet(parsePolicy(TWO_LEVELS), new Set(names))).toBe(met),
  );
  it('with a witness as quorum asks for that one, with none for nobody', () => {
    const one = parsePolicy(`witness a ${witness('a')}\nwitness b ${witness('b')}\nquorum a\n`);
    expect([isQuorumMet(one, new Set(['a'])), isQuorumMet(one, new Set(['b']))]).toEqual([true, false]);
    expect(isQuorumMet(parsePolicy('quorum none\n'), new Set())).toBe(true);
  });

  const w = `witness a ${witness('a')}\n`;
  it.each([
    ['no quorum', `log ${log}\n`],
    ['two quorums', 'quorum none\nquorum none\n'],
    ['an unknown quorum', 'quorum a\n'],
    ['a quorum before its witness', `quorum a\n${w}`],
    ['an unknown word', 'logs x\nquorum none\n'],
    ['a word in upper case', 'QUORUM none\n'],
    ['two names in the quorum', `${w}quorum a a\n`],
    ['a log without key', 'log\nquorum none\n'],
    ['a log twice', `log ${log}\nlog ${log}\nquorum none\n`],
    ['one key under two names', `log ${log}\nlog ${aSigner('b', 1, 'cairn.example/log').vkeyText}\nquorum none\n`],
    ['a third item after a log', `log ${log} url more\nquorum none\n`],
    ['a broken key', `log ${log.slice(0, -1)}\nquorum none\n`],
    ['a witness key as log', `log ${witness('a')}\nquorum none\n`],
    ['a log key as witness', `witness a ${log}\nquorum none\n`],
    ['a name twice', `${w}witness a ${witness('b')}\nquorum none\n`],
    ['a group with the name of a witness', `${w}group a any a\nquorum none\n`],
    ['the name none for a witness', `witness none ${witness('a')}\nquorum none\n`],
    ['the name none for a group', `${w}group none any a\nquorum none\n`],
    ['none as a member', 'group g any none\nquorum none\n'],
    ['a group without members', `${w}group g any\nquorum none\n`],
    ['a member that comes later', `group g any a\n${w}quorum none\n`],
    ['a group in itself', `${w}group g any g\nquorum none\n`],
    ['a member twice', `${w}group g any a a\nquorum none\n`],
    ['a member of two groups', `${w}group g any a\ngroup h any a\nquorum none\n`],
    ['a threshold of 0', `${w}group g 0 a\nquorum none\n`],
    ['a threshold above its members', `${w}group g 2 a\nquorum none\n`],
    ['a threshold with a zero before', `${w}group g 01 a\nquorum none\n`],
    ['a threshold in words', `${w}group g one a\nquorum none\n`],
    ['Windows line ends', `log ${log}\r\nquorum none\r\n`],
    ['a zero byte in a comment', '# \u0000\nquorum none\n'],
    ['a comment after its line', 'quorum none # yes\n'],
    ['too many characters', `${'\n'.repeat(1_000_000)}quorum none\n`],
  ])('with %s is refused', (_, text) => expect(codeOf(() => parsePolicy(text))).toBe('POLICY_MALFORMED'));
  it('says which line is wrong', () =>
    expect(() => parsePolicy('\n# x\nlog y\nquorum none\n')).toThrow('policy line 3: expected name+key id+key'));
  it('is not written with names that would be read as more items', () => {
    const policy = parsePolicy(`${w}quorum a\n`);
    const named = (name: string) => ({ ...policy, witnesses: [{ ...policy.witnesses[0]!, name }], quorum: name });
    expect(codeOf(() => formatPolicy(named('a b')))).toBe('POLICY_MALFORMED');
    expect(codeOf(() => formatPolicy(named('a\nquorum none')))).toBe('POLICY_MALFORMED');
    expect(codeOf(() => formatPolicy(named('')))).toBe('POLICY_MALFORMED');
  });
});
