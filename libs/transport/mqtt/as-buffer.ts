/** The same bytes as a Buffer, without copying: mqtt-packet joins nothing else. */
export const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
