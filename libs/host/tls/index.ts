/** TLS: certificate files that are read again when they change, the refusal to listen without, authorities that are trusted. */
export { type CertificateFiles, type CertificateLog, ServerCertificate } from './server-certificate.js';
export { type CertificateVariables, certificateFiles } from './certificate-files.js';
export { readAuthorities } from './authorities.js';
export { demandTls, isLoopback, type Listener } from './clear-text.js';
