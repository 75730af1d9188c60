import { createHash, randomBytes } from 'node:crypto';
import {
  Action,
  type ClaimName,
  commitment,
  deviceKey,
  encodeScanHeader,
  encodeSignedScan,
  EventType,
  makeDisclosure,
  objectKey,
  Precision,
  Role,
  type ScanHeader,
  type SignedScan,
  statementBytes,
  statementHash,
} from '#libs/core/wire';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { generateKey, type Signer, signerOf } from '#libs/host/keys';

export interface ScanWish {
  readonly uris?: readonly string[];
  readonly claims?: readonly (readonly [ClaimName, string])[];
  readonly header?: Partial<ScanHeader>;
  /** Changes after the signature: what a broken or hostile device might do. */
  readonly spoil?: (scan: SignedScan) => Partial<SignedScan>;
}

const START = Date.UTC(2026, 0, 1);
const aUri = (serial: number): string => `https://id.gs1.org/01/09506000134352/21/${serial}`;

/** A device that signs what a test asks it to. Counters go on from scan to scan. */
export class TestDevice {
  readonly key: Uint8Array;
  readonly boot = Uint8Array.from(randomBytes(16));
  readonly password: string;
  #counter = 0;
  #previous: Uint8Array = new Uint8Array(32);

  constructor(
    readonly id: string,
    readonly signer: Signer = signerOf(generateKey(SignatureAlgorithm.ED25519)),
  ) {
    this.key = deviceKey(id);
    this.password = `password of ${id}`;
  }

  get passwordSha256(): Buffer {
    return createHash('sha256').update(this.password).digest();
  }

  /** A good scan, but for what the wish says. */
  scan(wish: ScanWish = {}): SignedScan {
    this.#counter += 1;
    const { uris = [aUri(this.#counter)], claims = [['bizStep', 'shipping']] } = wish;
    const objects = uris.map((uri) => ({ uri, key: objectKey(uri) })).sort((a, b) => Buffer.compare(a.key, b.key));
    const disclosures = claims.map(([name, value], index) => {
      const salt = createHash('sha256').update(`${this.id} ${this.#counter} ${index}`).digest().subarray(0, 16);
      return makeDisclosure({ index, salt, name, value });
    });
    const header = encodeScanHeader({
      eventTimeMs: START + this.#counter * 1_000,
      precision: Precision.MILLISECOND,
      zoneOffsetMinutes: 0,
      eventType: EventType.OBJECT,
      action: Action.OBSERVE,
      objects: objects.map(({ key }) => key),
      roles: new Uint8Array(objects.length).fill(Role.SUBJECT),
      claims: disclosures.map(commitment),
      ...wish.header,
    });
    const fields = {
      device: this.key,
      keyId: this.signer.keyId,
      boot: this.boot,
      counter: this.#counter,
      previous: this.#previous,
      header,
    };
    this.#previous = statementHash(fields);
    const signature = this.signer.sign(statementBytes(fields));
    const scan = { ...fields, signature, uris: objects.map(({ uri }) => uri), disclosures };
    return { ...scan, ...wish.spoil?.(scan) };
  }

  payload(wish: ScanWish = {}): Uint8Array {
    return encodeSignedScan(this.scan(wish));
  }
}
