/** Names under which Nest finds what is no class of ours. */
export const API_CONFIGURATION = Symbol('configuration of the api');
export const API_LOGGER = Symbol('logger of the api');
export const API_METRICS = Symbol('metrics of the api');
export const API_HEALTH = Symbol('health of the api');
export const CLOCK = Symbol('milliseconds since 1970');
