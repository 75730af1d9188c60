// Writes protobuf by hand, wrong spellings included: independent of the generated code and of the tables.

/** A varint in as many bytes as it needs, or padded to `length`. */
export function varint(value: bigint | number, length = 0): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt(value); rest > 0n || bytes.length === 0; rest >>= 7n) bytes.push(Number(rest & 0x7fn));
  while (bytes.length < length) bytes.push(0);
  return bytes.map((byte, index) => (index < bytes.length - 1 ? byte | 0x80 : byte));
}

export const tag = (number: number, wireType: number): number[] => varint(number * 8 + wireType);

/** A field with a number. */
export const num = (number: number, value: bigint | number): number[] => [...tag(number, 0), ...varint(value)];

/** A field with bytes, text or a message. */
export const len = (number: number, content: Uint8Array | readonly number[] | string): number[] => {
  const bytes = typeof content === 'string' ? [...new TextEncoder().encode(content)] : [...content];
  return [...tag(number, 2), ...varint(bytes.length), ...bytes];
};

export const raw = (...fields: readonly (readonly number[])[]): Uint8Array => Uint8Array.from(fields.flat());

/** `length` bytes of one value. */
export const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);

/** A key of 32 bytes that sorts by its number. */
export const key = (number: number): Uint8Array => {
  const bytes = filled(32, 0x11);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
};

/** The code with which `read` refuses, or what it throws instead of one; undefined when it does not. */
export function codeOf(read: () => unknown): unknown {
  try {
    read();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
}
