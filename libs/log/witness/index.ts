/** Witnesses of transparency logs (C2SP tlog-witness): the rule, its store, its server, and the client that a log asks with. */
export { type WitnessClock, systemWitnessClock } from './clock.js';
export { WitnessError, type WitnessErrorCode } from './error.js';
export { LatestCheckpoints } from './latest-checkpoints.js';
export { type OpenWitness, openWitness } from './open-witness.js';
export { isWitnessFolder, prepareWitness } from './prepare-witness.js';
export { witnessedCheckpoint } from './witnessed-in-folder.js';
export { verifyEd25519With } from './verify-ed25519.js';
export type { WitnessDecision } from './decision.js';
export { Witness, type WitnessedLog, type WitnessOptions } from './witness.js';
export type { WitnessedCheckpoint } from './witnessed-checkpoint.js';
export { startWitnessServer, type WitnessServer, type WitnessServerOptions } from './server/witness-server.js';
export type { CosignOutcome } from './client/outcome.js';
export { COSIGNATURE_SKEW_MAX_SECONDS } from './client/check-cosignatures.js';
export { type CosignRequest, WitnessClient, type WitnessClientOptions } from './client/witness-client.js';
