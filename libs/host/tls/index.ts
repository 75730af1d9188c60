/** TLS for what listens: certificate files that are read again when they change, and the refusal to listen without. */
export { type CertificateFiles, type CertificateLog, ServerCertificate } from './server-certificate.js';
export { type CertificateVariables, certificateFiles } from './certificate-files.js';
export { demandTls, isLoopback, type Listener } from './clear-text.js';
