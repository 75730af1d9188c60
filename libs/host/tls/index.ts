/** TLS: certificate files that are read again when they change, the refusal to listen without, authorities that are trusted. */
export { type CertificateFiles, type CertificateLog, ServerCertificate } from './server-certificate.js';
export { type CertificateVariables, certificateFiles } from './certificate-files.js';
export { readAuthorities } from './authorities.js';
export { isLoopback } from '#libs/host/addresses';
export { demandTls, type Listener } from './clear-text.js';
export { apiCertificate, apiHost, apiListenerEnvironment, type ApiListenerEnvironment } from './api-listener.js';
export { clientTls, type ClientTlsFiles } from './client-tls.js';
export { readSecret } from './pem-files.js';
