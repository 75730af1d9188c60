import { TlsTerminator } from '../../../../test/kit/tls/terminator.js';
import { type Authority, makeAuthority, type Wanted } from '../../../../test/support/certificates.js';
import { RemoteTransport } from '../index.js';
import { FakeBroker } from './fake-broker.js';

const HOUR_MS = 3_600_000;

describe('ingest at a broker outside, by TLS', () => {
  let broker: FakeBroker;
  let tls: TlsTerminator;
  let authority: Authority;
  let transport: RemoteTransport | undefined;

  const certificateFor = async (wanted: Partial<Wanted> = {}, by = authority) => {
    const { certificate: cert, key } = await by.issue({ name: 'broker', hosts: ['localhost'], ...wanted });
    return { cert, key };
  };
  /** @returns resolves when scans can arrive. */
  const open = (): Promise<void> => {
    transport = new RemoteTransport({
      url: `mqtts://cairn-ingest:secret@localhost:${tls.port}`,
      certificateAuthority: authority.certificate,
      protocolVersion: 4,
      reconnectPeriodMs: 5,
    });
    return transport.open(() => {});
  };
  const trouble = (): string => {
    try {
      transport!.check();
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  beforeEach(async () => {
    authority = await makeAuthority();
    broker = await FakeBroker.start();
    tls = await TlsTerminator.start(Number(new URL(broker.url).port), await certificateFor());
  });
  afterEach(async () => {
    await transport?.close();
    await tls.stop();
    await broker.stop();
  });

  it('believes the authority that it is given', async () => {
    await open();
    expect(trouble()).toBe('');
  });

  it.each<[string, Partial<Wanted>, boolean, RegExp]>([
    ['of another authority', {}, true, /the MQTT broker cannot be reached: .*certificate/u],
    ['that has expired', { validUntilTimeMs: Date.now() - HOUR_MS / 2 }, false, /certificate has expired/u],
    ['for another host', { hosts: ['other.example.org'] }, false, /Hostname\/IP does not match certificate/u],
  ])(
    'gives no password to a broker with a certificate %s, says why, and comes back when it is mended',
    async (_, wanted, isForeign, said) => {
      tls.use(await certificateFor(wanted, isForeign ? await makeAuthority() : authority));
      const opened = open();
      while (!said.test(trouble())) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(broker.connections).toEqual([]);
      tls.use(await certificateFor());
      await opened;
      expect(trouble()).toBe('');
    },
  );
});
