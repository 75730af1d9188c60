import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadIdentity } from '#libs/host/keys';
import { dataPaths } from '#libs/host/service';
import { parseWitnessRequest, type Policy, QUORUM_NONE, type Vkey } from '#libs/core/tlog';
import {
  type OpenWitness,
  openWitness,
  prepareWitness,
  startWitnessServer,
  type WitnessServer,
} from '#libs/log/witness';
import { logger } from '../anchor/logger.js';

/** How a witness behaves: as its rule says, or instead as told. */
export type Behaviour = 'honest' | 'away' | 'silent' | ((response: ServerResponse, body: Buffer<ArrayBuffer>) => void);

/** A real witness with a store of its own, whose HTTP can be made to fail, to lie and to fall silent. */
export class TestWitness {
  behaviour: Behaviour = 'honest';
  requests = 0;
  /** Checkpoints that a log has shown to it. */
  readonly seen: { readonly size: number; readonly root: Uint8Array }[] = [];
  private opened: OpenWitness | null = null;
  private real: WitnessServer | null = null;

  private constructor(
    readonly name: string,
    readonly folder: string,
    private readonly server: Server,
  ) {}

  static async start(name: string): Promise<TestWitness> {
    const server = createServer();
    const witness = new TestWitness(name, mkdtempSync(join(tmpdir(), 'cairn-witness-')), server);
    server.on('request', (request, response) => void witness.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return witness;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get vkey(): Vkey {
    return prepareWitness(this.folder, this.name);
  }

  async follow(...logs: Vkey[]): Promise<void> {
    await this.close();
    await this.open(logs);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Answers a request that came elsewhere, with the status too: a log that is behind learns by 409 where this witness is. */
  async relay(body: Buffer<ArrayBuffer>, response: ServerResponse, path = '/add-checkpoint'): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.real!.port}${path}`, { method: 'POST', body });
    response
      .writeHead(answer.status, { 'content-type': answer.headers.get('content-type')! })
      .end(Buffer.from(await answer.arrayBuffer()));
  }

  private async open(logs: readonly Vkey[]): Promise<void> {
    this.opened = await openWitness({ folder: this.folder, name: this.name, logs });
    this.real = await startWitnessServer({ witness: this.opened.witness, host: '127.0.0.1', port: 0, logger });
  }

  private async close(): Promise<void> {
    await this.real?.stop();
    await this.opened?.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests++;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (this.behaviour === 'away') return void request.socket.destroy();
    if (this.behaviour === 'silent') return;
    if (this.behaviour !== 'honest') return this.behaviour(response, body);
    this.seen.push(parseWitnessRequest(body).checkpoint);
    await this.relay(body, response, request.url);
  }
}

/** What a node must know of a witness, whosever it is; `follow` comes before its URL is asked for. */
export type AskedWitness = Pick<TestWitness, 'name' | 'url' | 'vkey' | 'follow'>;

/** Writes the policy of a node whose checkpoints need so many of these witnesses. @returns where the anchor finds them. */
export async function askWitnesses(
  folder: string,
  witnesses: readonly AskedWitness[],
  quorum: number,
): Promise<Record<string, string>> {
  if (witnesses.length === 0) return {};
  const { logVkey } = loadIdentity({
    paths: dataPaths(folder),
    origin: undefined,
    begun: false,
    witnessesOf: () => policyOf(witnesses, quorum),
  });
  for (const witness of witnesses) await witness.follow(logVkey);
  return { CAIRN_ANCHOR_WITNESS_URLS: witnesses.map(({ name, url }) => `${name}=${url}`).join(',') };
}

function policyOf(witnesses: readonly AskedWitness[], quorum: number): Pick<Policy, 'witnesses' | 'groups' | 'quorum'> {
  const group = { name: 'enough', threshold: quorum, members: witnesses.map(({ name }) => name) };
  return {
    witnesses: witnesses.map(({ name, vkey }) => ({ name, vkey })),
    groups: quorum === 0 ? [] : [group],
    quorum: quorum === 0 ? QUORUM_NONE : group.name,
  };
}
