import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { formatVkey, KeyType } from '#libs/core/tlog';
import { signerOfSeed } from '#libs/host/keys';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';
import { describeWithReal } from '../../../../test/support/services.js';
import { aSigner } from '../../../../test/kit/tlog/ed25519.js';
import { requireCryptography, runPython } from '../../../../test/kit/python.js';
import { openWitness, type OpenWitness, type WitnessServer } from '../index.js';
import { serve } from '../../../../test/kit/witness/served.js';

// A log in another language, written from docs/formats/log.md alone, gets cosignatures that it finds good, and every other status.

const PROGRAM = join(import.meta.dirname, 'python/ask_witness.py');
const LOG = 'python.example/log';
const NAME = 'witness.example/w1';
const SIZES = 'text/x.tlog.size';
const TEXT = 'text/plain; charset=utf-8';

describeWithReal('python', 'a log that is written in Python', (python) => {
  let opened: OpenWitness;
  let server: WitnessServer;
  const seed = createHash('sha256').update('a log in Python').digest();

  beforeAll(async () => {
    await requireCryptography(python);
    const { publicKey } = signerOfSeed(seed);
    const { vkey } = aSigner(LOG, KeyType.ed25519, 'a log in Python');
    expect(vkey.publicKey).toEqual(publicKey);
    opened = await openWitness({ folder: temporaryFolder(), name: NAME, logs: [vkey] });
    server = await serve(opened.witness, '/w1');
  });
  afterAll(async () => {
    await server.stop();
    await opened.close();
    removeTemporaryFolders();
  });

  it('is cosigned while it only grows, and gets each refusal that it should', async () => {
    const url = `http://127.0.0.1:${server.port}/w1`;
    const lines = await runPython(python, [
      PROGRAM,
      url,
      NAME,
      formatVkey(opened.witness.vkey),
      LOG,
      seed.toString('hex'),
    ]);
    const steps = lines.map((line) => JSON.parse(line) as { step: string; status: number });
    const good = ['first', '1 to 2', '2 to 3', '3 to 8', '8 to 100', '100 to 255', '255 to 256', '256 to 257', 'again'];
    expect(steps).toEqual([
      ...good.map((step) => ({ step, status: 200, type: TEXT, near: true })),
      { step: 'stale', status: 409, type: SIZES, body: '257\n' },
      { step: 'forked', status: 422, type: TEXT },
      { step: 'other root', status: 409, type: SIZES, body: '257\n' },
      { step: 'no proof', status: 422, type: TEXT },
      { step: 'old above size', status: 400, type: TEXT },
      { step: 'stranger', status: 403, type: TEXT },
      { step: 'unknown', status: 404, type: TEXT },
      { step: 'next', status: 200, type: TEXT, near: true },
    ]);
  });
});
