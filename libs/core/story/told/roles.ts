/** The role of an object stands in the low four bits of its byte. */
const ROLE_BITS = 15;
/** Bit 4 of the byte: the object stands in a quantity list, it is a class. */
const CLASS_BIT = 16;

/** Reads a byte of a header's `roles`: the bytes of before bit 4 had a meaning are read the same way. */
export const readRole = (byte: number): { readonly role: number; readonly isClass: boolean } => ({
  role: byte & ROLE_BITS,
  isClass: (byte & CLASS_BIT) !== 0,
});
