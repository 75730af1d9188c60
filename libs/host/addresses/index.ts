/** Addresses of programs, and what of them may be shown: the user and password in one stay with whoever needs them. */
export { AddressError, brokerAddress, ownAddress } from './broker-address.js';
export { isAddressWithUserinfo, withoutUserinfo } from './without-userinfo.js';
export { addressGroup } from './address-group.js';
export { ProxyListError, TrustedProxies } from './trusted-proxies.js';
export { bareAddress } from './bare-address.js';
export { isLoopback } from './loopback.js';
