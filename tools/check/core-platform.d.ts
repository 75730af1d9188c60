// All that libs/core takes for granted beside the language itself: what every browser and Node 20 have under the same name. It is compiled
// against this file and ES2023 alone (tsconfig.core.json), so `Buffer`, `process`, a timer or the DOM do not compile there. Time and
// randomness are part of the language: tools/check/places.js looks for those.

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: Uint8Array): string;
}

declare function atob(text: string): string;
declare function btoa(text: string): string;

declare interface CryptoKey {
  readonly type: string;
}

declare interface SubtleCrypto {
  importKey(
    format: 'raw',
    bytes: Uint8Array<ArrayBuffer>,
    algorithm: { readonly name: string },
    extractable: boolean,
    usages: 'verify'[],
  ): Promise<CryptoKey>;
  verify(
    algorithm: { readonly name: string },
    key: CryptoKey,
    signature: Uint8Array<ArrayBuffer>,
    message: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>;
}

/** A page that came without TLS has no `subtle`. Its random numbers are not for libs/core: randomness is passed in. */
declare var crypto: { readonly subtle?: SubtleCrypto } | undefined;
