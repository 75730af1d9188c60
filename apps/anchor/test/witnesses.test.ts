import { readFileSync } from 'node:fs';
import { FileLogStorage } from '#libs/log/storage';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { NativeVerifier } from '#libs/host/keys';
import { parsePolicy, verifyNote } from '#libs/core/tlog';
import { TestDevice } from '../../../test/kit/ledger/device.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';
import { TestWitness } from '../../../test/kit/witness/test-witness.js';

/** Who has cosigned the public checkpoint, by the names of the policy, and its size. */
async function shown(node: TestNode): Promise<{ size: number; cosigned: string[]; oldestSeconds: number }> {
  const note = await new FileLogStorage(node.paths.log).read('checkpoint');
  if (!note) return { size: -1, cosigned: [], oldestSeconds: Infinity }; // nothing is public yet
  const { logs, witnesses } = parsePolicy(readFileSync(node.paths.policy, 'utf8'));
  const verifier = new NativeVerifier();
  const { verified } = await verifyNote({
    note,
    vkeys: [logs[0]!.vkey, ...witnesses.map(({ vkey }) => vkey)],
    verify: async (check) => (await verifier.verifyAll([{ algorithm: SignatureAlgorithm.ED25519, ...check }]))[0]!,
  });
  const times = verified.flatMap(({ timeSeconds }) => timeSeconds ?? []);
  const cosigned = verified.filter(({ timeSeconds }) => timeSeconds !== null).map(({ vkey }) => vkey.name);
  return { size: (await node.open(note)).size, cosigned: cosigned.toSorted(), oldestSeconds: Math.min(...times) };
}

const health = async (port: number): Promise<{ status: string; notes: Record<string, string> }> =>
  (await fetch(`http://127.0.0.1:${port}/health/ready`)).json() as never;

describe('with witnesses', () => {
  let witnesses: TestWitness[];
  let node: TestNode;
  let device: TestDevice;
  const start = async (variables: Record<string, string>, quorum: number): Promise<void> => {
    witnesses = await Promise.all(['north', 'south', 'west'].map((name) => TestWitness.start(name)));
    node = await TestNode.createWitnessed(witnesses, quorum, { CAIRN_ANCHOR_WITNESS_TIMEOUT_MS: '1000', ...variables });
    device = new TestDevice('witnessed');
  };
  const log = async (count: number): Promise<void> => {
    const scans = device.scans(count);
    await node.send(...scans);
    await node.receiptsFor(...scans);
  };
  const size = async (): Promise<number> => (await node.reader.head())!.size;
  const untilShown = async (cosigned: number): Promise<void> =>
    node.until(async () => {
      const now = await shown(node);
      return now.size === (await size()) && now.cosigned.length >= cosigned;
    });
  afterEach(async () => {
    await node.drop();
    await Promise.all(witnesses.map((witness) => witness.stop()));
  });

  it('what is public has its quorum, and every witness that is there', async () => {
    await start({}, 2);
    await node.start();
    await node.enrol(device);
    await log(300);
    await untilShown(3);
    expect((await shown(node)).cosigned).toEqual(['north', 'south', 'west']);
  });

  it('receipts go on without a quorum, the last good checkpoint stays, and the age of it is told', async () => {
    await start({}, 2);
    const { healthPort } = await node.start();
    await node.enrol(device);
    await log(10);
    await untilShown(3);
    const before = await shown(node);
    for (const witness of witnesses.slice(1)) witness.behaviour = 'away';
    await log(20);
    await log(20);
    expect(await shown(node)).toEqual(before);
    expect((await node.highestStored()).size).toBe(await size());
    // Receipts are out before the size is noted.
    const waits = /^14 entries, \d+ s old; 40 entries with receipts wait/u;
    await node.until(async () => waits.test((await health(healthPort)).notes['public checkpoint'] ?? ''));
    const { status, notes } = await health(healthPort);
    expect(status).toBe('ok');
    expect(notes['witness south']).toMatch(/^cannot be reached: .*newest cosignature at 14 entries$/u);
    for (const witness of witnesses) witness.behaviour = 'honest';
    await untilShown(3);
  });

  it('one that is silent holds up nothing, and is asked again for what it missed', async () => {
    await start({ CAIRN_ANCHOR_WITNESS_TIMEOUT_MS: '300' }, 2);
    await node.start();
    await node.enrol(device);
    witnesses[2]!.behaviour = 'silent';
    await log(10);
    await untilShown(2);
    await log(10);
    await untilShown(2);
    expect((await shown(node)).cosigned).toEqual(['north', 'south']);
    witnesses[2]!.behaviour = 'honest';
    await untilShown(3); // though nothing new was logged
  });

  it.each([
    ['an answer that is garbage', (response) => response.end('— north AAAA\n')],
    [
      'the cosignature of another key',
      (response) => response.end(`— north ${Buffer.alloc(76, 7).toString('base64')}\n`),
    ],
    ['no line at all', (response) => response.end('')],
    ['a redirect', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['an error of its own', (response) => response.writeHead(500).end('<html>')],
    [
      'a size that it does not have',
      (response) => response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('3\n'),
    ],
    ['a size without its type', (response) => response.writeHead(409).end('12\n')],
    [
      'that it knows more',
      (response) => response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('999999\n'),
    ],
    ['that the proof is bad', (response) => response.writeHead(422).end('bad\n')],
  ] as [string, Exclude<TestWitness['behaviour'], string>][])(
    'one that lies with %s is passed over',
    async (_, behaviour) => {
      await start({}, 2);
      const { healthPort, anchor } = await node.start();
      await node.enrol(device);
      await untilShown(3);
      witnesses[0]!.behaviour = behaviour;
      await log(5);
      await untilShown(2);
      expect((await shown(node)).cosigned).toEqual(['south', 'west']);
      expect((await health(healthPort)).notes['witness north']).not.toMatch(/^cosigns/u);
      expect(anchor.state.kind).toBe('active');
    },
  );

  it('one whose key the policy does not have is named, with both keys, and what it would do to the quorum is told', async () => {
    await start({}, 3);
    const { healthPort } = await node.start();
    await node.enrol(device);
    await untilShown(3);
    const { size: before } = await shown(node);
    const [north, south] = witnesses;
    // As when the address of one stands in the line of the other.
    north!.behaviour = (response, body) => void south!.relay(body, response);
    await log(5);
    await node.until(async () => (await health(healthPort)).notes['witness north']!.includes('policy.txt'));
    const { notes } = await health(healthPort);
    expect(notes['witness north']).toMatch(
      /^answers with a key that policy\.txt does not have, .*: it cosigns as south with key id [0-9a-f]{8}, and the policy has north with key id [0-9a-f]{8}\./u,
    );
    expect(notes['public checkpoint']).toContain('5 entries with receipts wait for their witnesses');
    expect((await shown(node)).size).toBe(before);
    north!.behaviour = 'honest';
    await untilShown(3);
  });

  it('an idle log is cosigned again before its cosignatures are old', async () => {
    await start({ CAIRN_ANCHOR_COSIGN_MS: '1000' }, 3);
    await node.start();
    await node.enrol(device);
    await log(1);
    await untilShown(3);
    const { oldestSeconds } = await shown(node);
    await node.until(async () => (await shown(node)).oldestSeconds > oldestSeconds);
    expect((await shown(node)).size).toBe(await size());
  });

  it('that nobody needs cosign what is public already', async () => {
    await start({}, 0);
    for (const witness of witnesses) witness.behaviour = 'away';
    await node.start();
    await node.enrol(device);
    await log(3);
    await untilShown(0);
    for (const witness of witnesses) witness.behaviour = 'honest';
    await untilShown(3);
  });

  it('a data folder and database that were set back are noticed by what the witnesses know, and nothing is signed', async () => {
    await start({}, 1);
    const anchor = await node.start();
    await node.enrol(device);
    await log(5);
    await untilShown(3);
    await node.stop(anchor);
    const [goneOn, setBack] = await node.split();
    node = goneOn;
    await node.start();
    await log(7);
    await untilShown(3);
    await expect(setBack.start()).rejects.toMatchObject({
      code: 'WITNESS_AHEAD',
      message: expect.stringMatching(/cosigned size 16 .*has size 9: .*cairn recover/su),
    });
    expect((await setBack.highestStored()).size).toBe(9);
    expect((await setBack.checkpoint()).size).toBe(9);
    expect((await setBack.reader.head())!.size).toBe(9);
    await setBack.drop();
  });

  it('a second copy of a node that runs stops once the quorum speaks against it', async () => {
    await start({}, 2);
    const first = await node.start();
    await node.enrol(device);
    await log(5);
    await untilShown(3);
    await node.stop(first);
    const [one, other] = await node.split();
    node = one;
    await node.start(); // both begin from the same state, which no witness can object to
    const { anchor } = await other.start();
    await log(5);
    await untilShown(3);
    await other.send(device.scan());
    await expect(anchor.failed).rejects.toMatchObject({ code: expect.stringMatching(/^WITNESS_/u) });
    expect(anchor.state.kind).toBe('refusing');
    expect((await other.checkpoint()).size).toBe(9);
    await other.drop();
  });
});
