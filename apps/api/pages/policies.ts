/**
 * Content-Security-Policy of each page. None allows inline script or style, another host, a plug-in or a frame around it.
 */
const common = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Exactly what the guide for shops promises that the element works under. */
export const SHOP_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'";

export const PAGE_POLICY = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; ${common}`;
