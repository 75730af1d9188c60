import { type BundleJson, changed, type Forgery, hashesOf, textOfHashes } from './forgery.js';
import type { Journey } from './journey.js';

/** The chain of a bundle that has one, of three headers. */
export function chainsChanged(base: Journey): Forgery[] {
  const one = (what: string, change: (chain: BundleJson['chains'][number], bundle: BundleJson) => unknown): Forgery =>
    changed(base, `chain ${what}`, (bundle) => change(bundle.chains[0]!, bundle));
  const cut = (chain: BundleJson['chains'][number], from: number, to: number): void => {
    chain.headers = textOfHashes(hashesOf(chain.headers).slice(from, to));
  };
  const carrier = Buffer.from(base.carrier.key).toString('base64url');
  return [
    one('left out', (_, bundle) => (bundle.chains = [])),
    one('without its last header', (chain) => cut(chain, 0, 2)),
    one('without its first header', (chain) => cut(chain, 1, 3)),
    one('without its first header, from the counter after', (chain) => {
      cut(chain, 1, 3);
      chain.from = '4';
    }),
    one(
      'with a header more',
      (chain) => (chain.headers = textOfHashes([...hashesOf(chain.headers), hashesOf(chain.headers)[0]!])),
    ),
    one(
      'with its headers in another order',
      (chain) => (chain.headers = textOfHashes(hashesOf(chain.headers).reverse())),
    ),
    one('from a lower counter', (chain) => (chain.from = '2')),
    one('of another device', (chain) => (chain.device = carrier)),
    one('of another boot', (chain) => (chain.boot = Buffer.from(base.carrier.boot).toString('base64url'))),
    one('twice', (chain, bundle) => bundle.chains.push(chain)),
    one('and one that nobody needs', (chain, bundle) => bundle.chains.push({ ...chain, from: '9' })),
    one('and one before it that nobody needs', (chain, bundle) => bundle.chains.unshift({ ...chain, from: '1' })),
  ];
}
