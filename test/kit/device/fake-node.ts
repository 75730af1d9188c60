import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Aedes, type Client } from 'aedes';
import { DeviceKeys } from '#libs/core/keys';
import {
  bytesEqual,
  checkScanPrivateParts,
  decodeEventBody,
  decodePasswordChange,
  decodeRotationTerms,
  decodeScanHeader,
  decodeSignedEvent,
  decodeSignedScan,
  type DeviceMessage,
  encodeDeviceMessage,
  encodeEventReceiptBody,
  encodePasswordReceiptBody,
  encodeReceiptBatch,
  encodeRejectBody,
  eventHash,
  EventKind,
  eventReceiptSigningBytes,
  eventSigningBytes,
  isPasswordChange,
  passwordChangeHash,
  passwordChangeSigningBytes,
  passwordReceiptSigningBytes,
  type ReasonCode,
  REASONS,
  type ReceiptItem,
  receiptLeaf,
  receiptSigningBytes,
  receiptTopic,
  rejectSigningBytes,
  rotationSigningBytes,
  statementBytes,
  statementHash,
} from '#libs/core/wire';
import { NativeVerifier, generateKey, type Signer, signerOf } from '#libs/host/keys';
import { inclusionPath, nodeHash, treeRoot } from '#libs/core/tlog';
import { type Trust, type DeviceIdentity } from '../../../libs/sdk/device/index.js';

export const LOG_ORIGIN = 'cairn.test/device';

interface Logged {
  readonly device: string;
  readonly boot: Uint8Array;
  readonly counter: number;
  readonly hash: Uint8Array;
  readonly uris: readonly string[];
}

/**
 * A broker (aedes) and behind it what ingest and anchor do together, in memory: checks signatures and the state of keys, logs once,
 * answers repeats again, signs receipts. Tests tell it to misbehave.
 */
export class FakeNode extends EventEmitter<{ event: []; password: [] }> {
  readonly receiptSigner: Signer;
  readonly log: Logged[] = [];
  /** Every event that came, in the order of arrival, repeats too, with the scans that had come before it. */
  readonly events: { device: string; payload: Uint8Array; scansBefore: number }[] = [];
  /** Every scan that came, in the order of arrival, repeats too. */
  readonly arrivals: { device: string; counter: number }[] = [];
  /** Answers a scan by a reject instead of logging it. */
  rejectWith: (scan: { device: string; counter: number; times: number }) => ReasonCode | undefined = () => undefined;
  /** Answers an event by a reject instead of logging it. */
  rejectEventWith: (event: { device: string; times: number }) => ReasonCode | undefined = () => undefined;
  /** As a broker that asks for no passwords. */
  letsEverybodyIn = false;
  /** Answers a change of the password by a reject instead of making it. */
  rejectPasswordWith: (change: { device: string; times: number }) => ReasonCode | undefined = () => undefined;
  /** Every change of a password that came, in the order of arrival, repeats too, before it is judged. */
  readonly passwordChanges: { device: string; payload: Uint8Array }[] = [];
  /** Changes what goes to the device, or holds it back. */
  tamper: (message: DeviceMessage) => DeviceMessage | Uint8Array | undefined = (message) => message;
  /** Whether the broker acknowledges: it does not while the database behind it is away. */
  takesFrom: (device: string) => boolean = () => true;
  /** The statement hash that receipts name. */
  receiptedHash: (hash: Uint8Array) => Uint8Array = (hash) => hash;
  readonly #devices = new Map<string, { identity: DeviceIdentity; passwordHash: Uint8Array; keys: DeviceKeys }>();
  readonly #loggedEvents = new Map<string, number>();
  readonly #sockets = new Set<Socket>();
  readonly #socketOf = new Map<string, Socket>();
  readonly #logIndex = new Map<string, number>();
  readonly #times = new Map<string, number>();
  readonly #verifier = new NativeVerifier();
  #pending = new Map<string, ReceiptItem[]>();
  #tick: NodeJS.Timeout | undefined;
  #awaited: { count: number; resolve: () => void } | undefined;
  #taking = Promise.resolve();

  private constructor(
    private readonly broker: Aedes,
    private readonly server: Server,
    receiptSigner: Signer,
  ) {
    super();
    this.receiptSigner = receiptSigner;
    broker.authenticate = (client, name, password, done) => {
      (client as Client & { device?: string }).device = String(name);
      this.#socketOf.set(String(name), client.conn as Socket);
      done(null, this.letsEverybodyIn || this.letsIn(String(name), password?.toString() ?? ''));
    };
    broker.authorizePublish = (client, packet, done) => {
      const what = /^cairn\/v1\/(scans|events)\//u.exec(packet.topic)?.[1];
      if (!client || !what) return done(null);
      const { device } = client as Client & { device: string };
      if (!this.takesFrom(device)) return;
      const payload = Buffer.from(packet.payload as Buffer);
      this.#taking = this.#taking.then(() =>
        what === 'scans'
          ? this.#take(device, payload)
          : isPasswordChange(payload)
            ? this.#takePasswordChange(device, payload)
            : this.#takeEvent(device, payload),
      );
      void this.#acknowledge(done);
    };
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(): Promise<FakeNode> {
    const broker = await Aedes.createBroker();
    const server = createServer(broker.handle);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeNode(broker, server, signerOf(generateKey(1)));
  }

  get url(): string {
    return `mqtt://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get trust(): Trust {
    const { algorithm, publicKey } = this.receiptSigner;
    return { logOrigin: LOG_ORIGIN, receiptKeys: [{ algorithm, publicKey }] };
  }

  get connections(): number {
    return this.#sockets.size;
  }

  enrol(identity: DeviceIdentity, password: string): void {
    const { algorithm, publicKey, boot } = identity;
    const known = this.#devices.get(identity.id)?.keys;
    const keys = known ?? DeviceKeys.enrol({ logIndex: -1, boot, key: { algorithm, publicKey } });
    this.#devices.set(identity.id, { identity, passwordHash: sha256(password), keys });
  }

  /** As an operator does: the one before opens nothing more, and what it had opened ends. */
  changePassword(id: string, password: string): void {
    this.#devices.set(id, { ...this.#devices.get(id)!, passwordHash: sha256(password) });
    this.#socketOf.get(id)?.destroy();
  }

  /** Whether the broker would let a device in by it. */
  letsIn(id: string, password: string): boolean {
    const known = this.#devices.get(id);
    return known !== undefined && hex(known.passwordHash) === hex(sha256(password));
  }

  /** Keys and boots of a device as the log has them. */
  keysOf(id: string): DeviceKeys {
    return this.#devices.get(id)!.keys;
  }

  /** The operator's word: logged at once. */
  change(id: string, change: (keys: DeviceKeys, logIndex: number) => void): void {
    const logIndex =
      this.log.push({ device: id, boot: new Uint8Array(16), counter: 0, hash: new Uint8Array(), uris: [] }) - 1;
    change(this.keysOf(id), logIndex);
  }

  /** Resolves when so many scans have come, repeats counted. */
  async untilArrivals(count: number): Promise<void> {
    if (this.arrivals.length >= count) return;
    await new Promise<void>((resolve) => (this.#awaited = { count, resolve }));
  }

  /** Bytes that came over the last connection of a device. */
  bytesFrom(device: string): number {
    return this.#socketOf.get(device)?.bytesRead ?? 0;
  }

  /** Cuts every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    clearTimeout(this.#tick);
    this.cut();
    await new Promise<void>((resolve) => this.broker.close(() => resolve()));
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #acknowledge(done: (error: null) => void): Promise<void> {
    await this.#taking;
    done(null);
  }

  async #take(id: string, payload: Uint8Array): Promise<void> {
    const { identity, keys } = this.#devices.get(id)!;
    const scan = decodeSignedScan(payload);
    checkScanPrivateParts(decodeScanHeader(scan.header), scan.uris, scan.disclosures);
    const { counter } = scan;
    this.arrivals.push({ device: id, counter });
    if (this.arrivals.length === this.#awaited?.count) this.#awaited.resolve();
    const place = `${id} ${hex(scan.boot)} ${counter}`;
    const times = (this.#times.get(place) ?? 0) + 1;
    this.#times.set(place, times);
    const reason =
      this.rejectWith({ device: id, counter, times }) ??
      (this.#logIndex.has(place) ? undefined : this.#judge(id, scan));
    if (reason) return this.#reject(id, scan, payload, reason);
    const { algorithm, publicKey } = keys.key(scan.keyId) ?? identity;
    const check = { algorithm, publicKey, message: statementBytes(scan), signature: scan.signature };
    if (!(await this.#verifier.verifyAll([check]))[0]) throw new Error(`scan ${scan.counter} has a bad signature`);
    const hash = statementHash(scan);
    const logged = { device: id, boot: scan.boot, counter, hash, uris: scan.uris };
    const logIndex = this.#logIndex.get(place) ?? this.log.push(logged) - 1;
    this.#logIndex.set(place, logIndex);
    if (!bytesEqual(this.log[logIndex]!.hash, hash)) throw new Error(`counter ${counter} of ${id} was used twice`);
    const items = this.#pending.get(id) ?? [];
    this.#pending.set(id, [...items, { boot: scan.boot, counter, statementHash: this.receiptedHash(hash), logIndex }]);
    this.#tick ??= setTimeout(() => this.#sendReceipts(), 5);
  }

  /** By the state of the keys; a late scan counts when the one after it is logged or it is the last. */
  #judge(id: string, scan: ReturnType<typeof decodeSignedScan>): ReasonCode | undefined {
    const { boot, counter, keyId } = scan;
    const place = { boot, counter, keyId, logIndex: this.log.length, receivedTimeMs: Date.now() };
    const judged = this.keysOf(id).judge(place);
    if (judged.kind === 'counts') return undefined;
    if (judged.kind === 'refused') return judged.reason;
    if (judged.kind !== 'late') throw new Error(`a scan of ${id} is ${judged.kind}`);
    if (counter === judged.into.counter)
      return bytesEqual(statementHash(scan), judged.into.hash) ? undefined : 'PREVIOUS_MISMATCH';
    return this.#logIndex.has(`${id} ${hex(boot)} ${counter + 1}`) ? undefined : 'CHAIN_OPEN';
  }

  async #takeEvent(id: string, payload: Uint8Array): Promise<void> {
    this.events.push({ device: id, payload, scansBefore: this.arrivals.length });
    this.emit('event');
    const times = this.events.filter(({ device }) => device === id).length;
    const { kind, body, signature, signerKeyId } = decodeSignedEvent(payload);
    const hash = eventHash(kind, body);
    const refusal = this.rejectEventWith({ device: id, times });
    if (refusal) return this.#reject(id, {}, payload, refusal);
    if (!this.#loggedEvents.has(hex(hash))) {
      const { keys } = this.#devices.get(id)!;
      const signer = keys.activeKey;
      if (!signer || !bytesEqual(signer.keyId, signerKeyId)) return this.#reject(id, {}, payload, 'KEY_NOT_ACTIVE');
      const checks = [{ ...signer, message: eventSigningBytes(kind, body), signature }];
      const logIndex = this.log.length;
      if (kind === EventKind.ROTATE) {
        const { rotation, newSignature } = decodeEventBody(kind, body);
        const terms = decodeRotationTerms(rotation);
        checks.push({ ...signer, ...terms, message: rotationSigningBytes(rotation), signature: newSignature });
        keys.rotate({ logIndex, key: terms, last: terms.last });
      } else if (kind === EventKind.BOOT) {
        const { boot, last } = decodeEventBody(kind, body);
        keys.beginBoot({ logIndex, boot, last });
      } else {
        const { keyId, last } = decodeEventBody(EventKind.RETIRE, body);
        keys.retire({ logIndex, keyId, last });
      }
      if ((await this.#verifier.verifyAll(checks)).includes(false))
        throw new Error(`an event of ${id} is badly signed`);
      this.log.push({ device: id, boot: new Uint8Array(16), counter: 0, hash, uris: [] });
      this.#loggedEvents.set(hex(hash), logIndex);
    }
    const receiptBody = encodeEventReceiptBody({
      logOrigin: LOG_ORIGIN,
      receiptKeyId: this.receiptSigner.keyId,
      eventHash: hash,
      logIndex: this.#loggedEvents.get(hex(hash))!,
      timeMs: Date.now(),
    });
    const receiptSignature = this.receiptSigner.sign(eventReceiptSigningBytes(receiptBody));
    this.#publish(id, { kind: 'eventReceipt', eventReceipt: { body: receiptBody, signature: receiptSignature } });
  }

  async #takePasswordChange(id: string, payload: Uint8Array): Promise<void> {
    this.passwordChanges.push({ device: id, payload });
    this.emit('password');
    const times = this.passwordChanges.filter(({ device }) => device === id).length;
    const refusal = this.rejectPasswordWith({ device: id, times });
    if (refusal) return this.#reject(id, {}, payload, refusal);
    const { change, body, signerKeyId, signature } = decodePasswordChange(payload);
    const known = this.#devices.get(id)!;
    const signer = known.keys.activeKey;
    const isMadeByDevice = known.keys.segments.some(
      ({ closedBy, closedIndex }) => closedBy === 'rotate' && closedIndex === signer?.logIndex,
    );
    if (!signer || !isMadeByDevice || !bytesEqual(signer.keyId, signerKeyId))
      return this.#reject(id, {}, payload, 'EVENT_SIGNER_NOT_ALLOWED');
    const check = { ...signer, message: passwordChangeSigningBytes(body), signature };
    if (!(await this.#verifier.verifyAll([check]))[0]) return this.#reject(id, {}, payload, 'EVENT_SIGNATURE_INVALID');
    const holds = hex(known.passwordHash);
    if (holds !== hex(change.after)) {
      if (holds !== hex(change.before)) return this.#reject(id, {}, payload, 'PASSWORD_CHANGED');
      this.#devices.set(id, { ...known, passwordHash: change.after });
      // As the broker inside ingest: what came in by the one before ends, often before the answer is there.
      this.#socketOf.get(id)?.destroy();
    }
    const receiptBody = encodePasswordReceiptBody({
      logOrigin: LOG_ORIGIN,
      receiptKeyId: this.receiptSigner.keyId,
      changeHash: passwordChangeHash(body),
      timeMs: Date.now(),
    });
    const receiptSignature = this.receiptSigner.sign(passwordReceiptSigningBytes(receiptBody));
    const passwordReceipt = { body: receiptBody, signature: receiptSignature };
    this.#publish(id, { kind: 'passwordReceipt', passwordReceipt });
  }

  #reject(
    id: string,
    { boot, counter }: { boot?: Uint8Array; counter?: number },
    payload: Uint8Array,
    reason: ReasonCode,
  ) {
    const { device } = this.#devices.get(id)!.identity;
    const body = encodeRejectBody({
      logOrigin: LOG_ORIGIN,
      receiptKeyId: this.receiptSigner.keyId,
      scanHash: createHash('sha256').update(payload).digest(),
      device,
      ...(boot && { boot }),
      ...(counter !== undefined && { counter }),
      reason,
      ...REASONS[reason],
      timeMs: Date.now(),
    });
    const signature = this.receiptSigner.sign(rejectSigningBytes(body));
    this.#publish(id, { kind: 'reject', reject: { body, signature } });
  }

  #sendReceipts(): void {
    this.#tick = undefined;
    const all = [...this.#pending].flatMap(([id, items]) =>
      Array.from({ length: Math.ceil(items.length / 20) }, (_, i) => ({ id, items: items.slice(20 * i, 20 * i + 20) })),
    );
    this.#pending = new Map();
    const leaves = all.map(({ id, items }) => receiptLeaf(this.#devices.get(id)!.identity.device, items));
    const hashAt = (level: number, index: number): Uint8Array =>
      level === 0 ? leaves[index]! : nodeHash(hashAt(level - 1, 2 * index), hashAt(level - 1, 2 * index + 1));
    const batch = encodeReceiptBatch({
      logOrigin: LOG_ORIGIN,
      receiptKeyId: this.receiptSigner.keyId,
      timeMs: Date.now(),
      root: treeRoot(leaves),
      leafCount: leaves.length,
    });
    const signature = this.receiptSigner.sign(receiptSigningBytes(batch));
    all.forEach(({ id, items }, leafIndex) => {
      const { device } = this.#devices.get(id)!.identity;
      const path = inclusionPath({ index: leafIndex, size: leaves.length }, hashAt);
      this.#publish(id, { kind: 'receipt', receipt: { batch, signature, device, items, leafIndex, path } });
    });
  }

  #publish(id: string, message: DeviceMessage): void {
    const sent = this.tamper(message);
    if (!sent) return;
    const payload = Buffer.from(sent instanceof Uint8Array ? sent : encodeDeviceMessage(sent));
    this.broker.publish(
      { cmd: 'publish', topic: receiptTopic(id), payload, qos: 1, retain: false, dup: false },
      () => undefined,
    );
  }
}

const sha256 = (text: string): Uint8Array => createHash('sha256').update(text).digest();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
