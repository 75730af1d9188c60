import { createHash, randomBytes } from 'node:crypto';
import {
  Action,
  deviceKey,
  encodeScanHeader,
  encodeSignedScan,
  encodeSignedStatement,
  EventType,
  type LastStatement,
  makeDisclosure,
  commitment,
  objectKey,
  partyKey,
  type RejectedScan,
  Role,
  type ScanHeader,
  type SeenCheckpoint,
  type SignedScan,
  signedStatementOf,
  statementBytes,
  statementHash,
} from '#libs/core/wire';
import { isCanonicalUri } from '#libs/core/gs1';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { generateKey, type Signer, signerOf } from '#libs/host/keys';

export const NOW_MS = Date.UTC(2026, 0, 15, 12);

export interface ScanParts {
  /** Default: one object of its own. */
  readonly uris?: readonly string[];
  /** In place of `uris`: a unit, and what is put into it or taken out of it. */
  readonly parent?: string;
  readonly children?: readonly string[];
  /** Party that custody is handed to. */
  readonly to?: Uint8Array;
  /** Default: OBSERVE; of a unit ADD. */
  readonly action?: Action;
  readonly claims?: Readonly<Record<string, string>>;
  readonly counter?: number;
  readonly previous?: Uint8Array;
  readonly eventTimeMs?: number;
  readonly seenCheckpoint?: SeenCheckpoint;
}

/** A device that signs whatever a test asks for. */
export class TestDevice {
  readonly key: Uint8Array;
  boot = new Uint8Array(randomBytes(16));
  signer: Signer;
  private counter = 0;
  private previous = new Uint8Array(32);

  constructor(
    readonly id: string,
    readonly gln = '9520000000004',
    algorithm: SignatureAlgorithm = SignatureAlgorithm.ED25519,
  ) {
    this.key = deviceKey(id);
    this.signer = signerOf(generateKey(algorithm));
  }

  get party(): Uint8Array {
    return partyKey(this.gln);
  }

  /** The next scan of this boot, unless `counter` and `previous` say otherwise. */
  scan(parts: ScanParts = {}): SignedScan {
    const counter = parts.counter ?? ++this.counter;
    const { parent, children = [] } = parts;
    const uris = parent === undefined ? (parts.uris ?? [this.uri(counter)]) : [parent, ...children];
    const sorted = [...uris].sort((one, other) => Buffer.compare(objectKey(one), objectKey(other)));
    const disclosures = Object.entries(parts.claims ?? {}).map(([name, value], index) =>
      makeDisclosure({ index, salt: randomBytes(16), name, value }),
    );
    const header: ScanHeader = {
      eventTimeMs: parts.eventTimeMs ?? NOW_MS,
      precision: 1,
      zoneOffsetMinutes: 0,
      eventType: parent === undefined ? EventType.OBJECT : EventType.AGGREGATION,
      action: parts.action ?? (parent === undefined ? Action.OBSERVE : Action.ADD),
      objects: sorted.map(objectKey),
      roles: Uint8Array.from(sorted, (uri) =>
        parent === undefined ? Role.SUBJECT : uri === parent ? Role.PARENT : Role.CHILD,
      ),
      ...(parts.to && { to: parts.to }),
      claims: disclosures.map(commitment),
      ...(parts.seenCheckpoint && { seenCheckpoint: parts.seenCheckpoint }),
    };
    const unsigned = {
      device: this.key,
      keyId: this.signer.keyId,
      boot: this.boot,
      counter,
      previous: parts.previous ?? this.previous,
      header: encodeScanHeader(header),
    };
    if (parts.counter === undefined) this.previous = Uint8Array.from(statementHash(unsigned));
    return { ...unsigned, signature: this.signer.sign(statementBytes(unsigned)), uris: sorted, disclosures };
  }

  /** An object of its own. @throws where the device has a name that makes no serial: nobody would log such a scan. */
  private uri(counter: number): string {
    const uri = `https://id.gs1.org/01/09520000000004/21/${this.id}-${counter}`;
    if (!isCanonicalUri(uri)) throw new Error(`a test device has a short name without spaces, unlike ${this.id}`);
    return uri;
  }

  /** What a key event names as the last statement: of what this device has signed so far. */
  get last(): LastStatement {
    const { boot, counter } = this;
    return counter === 0 ? { boot, counter } : { boot, counter, statementHash: this.previous };
  }

  /** Signs with this key from now on, in the boot that is going on. */
  use(signer: Signer): void {
    this.signer = signer;
  }

  /** Begins a boot: the counter starts again. */
  reset(boot: Uint8Array = new Uint8Array(randomBytes(16))): void {
    this.boot = Uint8Array.from(boot);
    this.counter = 0;
    this.previous = new Uint8Array(32);
  }

  scans(count: number): SignedScan[] {
    return Array.from({ length: count }, () => this.scan());
  }
}

/** A key of nobody yet. */
export const aSigner = (algorithm: SignatureAlgorithm = SignatureAlgorithm.ED25519): Signer =>
  signerOf(generateKey(algorithm));

export const payloadOf = (scan: SignedScan): Uint8Array => encodeSignedScan(scan);
export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** What ingest says of a scan that it refused for good. */
export const rejectedOf = (scan: SignedScan, parts: Partial<RejectedScan> = {}): RejectedScan => ({
  payloadHash: sha256(payloadOf(scan)),
  device: scan.device,
  boot: scan.boot,
  counter: scan.counter,
  reason: 'DISCLOSURE_MISSING',
  text: 'there are 0 disclosures for 1 claims',
  final: true,
  receivedTimeMs: NOW_MS,
  signedStatement: encodeSignedStatement(signedStatementOf(scan)),
  payloadHead: payloadOf(scan).subarray(0, 20),
  ...parts,
});
