import { bearerToken, newToken } from '#libs/registry/access';

it('reads the token of an Authorization header, whatever the case of its scheme', () => {
  const token = newToken();
  expect(bearerToken(`Bearer ${token}`)).toBe(token);
  expect(bearerToken('bearer abc=')).toBe('abc=');
});

it.each([
  ['another scheme', 'Basic YTpi'],
  ['no token', 'Bearer '],
  ['two spaces', 'Bearer  abc'],
  ['two tokens', 'Bearer abc def'],
  ['a character that no token has', 'Bearer a"b'],
  ['more than 512 characters', `Bearer ${'a'.repeat(513)}`],
  ['nothing', ''],
])('finds none in a header with %s', (_, header) => expect(bearerToken(header)).toBeUndefined());
