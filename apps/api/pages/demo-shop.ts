import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { canonicalUri, describeUri } from '#libs/core/gs1';
import { formatVkey, parsePolicy } from '#libs/core/tlog';
import type { PolicyFile } from '../log/policy.controller.js';

const DemoProduct = z.object({ object: z.string().max(500), name: z.string().max(200), facts: z.string().max(500) });

/** As much of demo/summary.json as the home page shows. */
const DemoSummary = z.object({
  links: z.array(z.object({ what: z.string().max(200), uri: z.string().max(2_048) })).max(20),
});

/** What stands on the page /demo/shop. */
export type ShopValues = Readonly<Record<'object' | 'name' | 'facts' | 'offer' | 'logKey', string>>;

/** An object of the demo that is worth a look. */
export interface DemoExample {
  readonly what: string;
  /** Canonical URI. */
  readonly uri: string;
}

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

  /**
   * @param object what to show in place of the demo's product, in any form that names an object.
   * @throws {Gs1Error} for what names none.
   */
  async valuesFor(object: string | undefined): Promise<ShopValues> {
    const wanted = object ? canonicalUri(object) : undefined;
    const product = await this.product();
    const logKey = await this.logKey();
    if (wanted === undefined || wanted === product.object) return { ...product, offer: 'yes', logKey };
    const { label } = describeUri(wanted);
    return {
      object: wanted,
      name: `${label[0]!.toUpperCase()}${label.slice(1)}`,
      facts: 'Not an article of this shop: chosen by the address of this page.',
      offer: 'no',
      logKey,
    };
  }

  /** None while the demo has not been loaded. */
  async examples(): Promise<readonly DemoExample[]> {
    const text = await textOf(join(this.demoFolder, 'summary.json'));
    return text === undefined ? [] : DemoSummary.parse(JSON.parse(text)).links;
  }

  private async product(): Promise<z.output<typeof DemoProduct>> {
    const text = await textOf(join(this.demoFolder, 'shop.json'));
    return text === undefined ? NO_PRODUCT : DemoProduct.parse(JSON.parse(text));
  }

  /** All keys that the log has had, as long as its policy names them. A real shop copies them into its page by hand; this page belongs to the node, so it may take it from the node's own file. */
  private async logKey(): Promise<string> {
    const text = await this.policy.text();
    return text === null
      ? ''
      : parsePolicy(text)
          .logs.map(({ vkey }) => formatVkey(vkey))
          .join(' ');
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
