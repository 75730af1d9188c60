/** Who a node is: origin, keys and policy in its data folder. Made at the first start by whichever program comes first. */
export { IdentityError, type IdentityErrorCode } from './error.js';
export { loadIdentity, type NodeIdentity } from './node-identity.js';
