import { hostProblem } from '#libs/host/service';

const asked = (url: string, ...hosts: string[]): string | null =>
  hostProblem({ url, httpVersion: '1.1', rawHeaders: hosts.flatMap((host) => ['Host', host]) });

it.each([
  ['/log/checkpoint', 'one.example'],
  ['*', 'one.example'],
  ['http://one.example/log/checkpoint', 'one.example'],
  ['HTTP://One.example:80', 'one.EXAMPLE'],
  ['https://one.example?x', 'one.example:443'],
  ['/http://two.example/', 'one.example'],
])('a target %s with the header Host %s names one host', (url, host) => expect(asked(url, host)).toBeNull());

it.each([
  ['http://two.example/', 'one.example'],
  ['http://one.example:8080/', 'one.example'],
  ['http://one.example:443/', 'one.example'],
  ['http://me@one.example/', 'one.example'],
  ['http:///log', 'one.example'],
  ['hTtPs://one.example.two.example', 'one.example'],
])('a target %s with the header Host %s names two', (url, host) =>
  expect(asked(url, host)).toBe('the target of the request names another host than the header Host'),
);
