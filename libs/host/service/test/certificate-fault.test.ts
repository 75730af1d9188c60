import { describe, expect, it } from '@jest/globals';
import { certificateFault, explainStartFailure } from '#libs/host/service';

const failure = (code: string, cause?: unknown): Error =>
  Object.assign(new Error('words of OpenSSL', { cause }), { code });

describe('a certificate that is not believed', () => {
  it('is told apart from other failures, also where it caused one', () => {
    expect(certificateFault(failure('CERT_HAS_EXPIRED'))).toBe('has ended');
    expect(certificateFault(failure('A', failure('B', failure('SELF_SIGNED_CERT_IN_CHAIN'))))).toMatch(
      /^was not issued by/u,
    );
    for (const other of [
      failure('ECONNREFUSED'),
      failure('toString'),
      new Error('x'),
      'CERT_HAS_EXPIRED',
      null,
      undefined,
    ])
      expect(certificateFault(other)).toBeUndefined();
  });

  it('is explained in one sentence', () => {
    const named = Object.assign(failure('ERR_TLS_CERT_ALTNAME_INVALID'), { host: 'db.example.org' });
    expect(explainStartFailure(named)).toBe(
      'the certificate of db.example.org is not for the name or address under which it is asked.',
    );
    expect(explainStartFailure(failure('UNABLE_TO_VERIFY_LEAF_SIGNATURE'))).toBe(
      'the certificate of the server was not issued by an authority that is trusted here: name the file with the certificates of its authority.',
    );
    expect(explainStartFailure(new Error('a sentence of ours', { cause: failure('CERT_HAS_EXPIRED') }))).toBe(
      'a sentence of ours',
    );
  });

  it('ends no search in errors that caused each other', () => {
    const one = failure('A');
    Object.assign(one, { cause: failure('B', one) });
    expect(certificateFault(one)).toBeUndefined();
  });
});
