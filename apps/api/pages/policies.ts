/**
 * Content-Security-Policy of each page. None allows inline script or style, another host, a plug-in or a frame around it.
 */
const common = "base-uri 'none'; frame-ancestors 'none'";
const own = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; ${common}`;

/** Exactly what the guide for shops promises that the element works under. */
export const SHOP_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'";

export const PAGE_POLICY = `${own}; form-action 'none'`;

/** The home page has a field that leads to the shop's page. */
export const HOME_POLICY = `${own}; form-action 'self'`;
