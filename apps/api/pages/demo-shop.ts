import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { formatVkey, parsePolicy } from '#libs/tlog';
import type { PolicyFile } from '../log/policy.controller.js';

const DemoProduct = z.object({ object: z.string().max(500), name: z.string().max(200), facts: z.string().max(500) });

const NO_PRODUCT = {
  object: '',
  name: 'No product yet',
  facts: 'The demo has not been loaded: start the node with npm start.',
};

/** What stands on the page /demo/shop: the product that the demo chose (demo/shop.json in CAIRN_DATA) and the key of this log. */
@Injectable()
export class DemoShop {
  constructor(
    private readonly demoFolder: string,
    private readonly policy: PolicyFile,
  ) {}

  /** @param object URI to show in place of the demo's product. */
  async valuesFor(
    object: string | undefined,
  ): Promise<Readonly<Record<'object' | 'name' | 'facts' | 'logKey', string>>> {
    const product = object
      ? { object, name: 'Any product', facts: 'Chosen by the address of this page.' }
      : await this.product();
    return { ...product, logKey: await this.logKey() };
  }

  private async product(): Promise<z.output<typeof DemoProduct>> {
    const text = await textOf(join(this.demoFolder, 'shop.json'));
    return text === undefined ? NO_PRODUCT : DemoProduct.parse(JSON.parse(text));
  }

  /** A real shop copies the key into its page by hand; this page belongs to the node, so it may take it from the node's own file. */
  private async logKey(): Promise<string> {
    const text = await this.policy.text();
    const log = text === null ? undefined : parsePolicy(text).logs[0];
    return log ? formatVkey(log.vkey) : '';
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
