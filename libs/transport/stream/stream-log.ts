export type StreamLogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where an adapter tells what it does; the app hands it to its logger. Details hold no key, password or record. */
export type StreamLog = (level: StreamLogLevel, message: string, details?: Readonly<Record<string, unknown>>) => void;

export const silentLog: StreamLog = () => {};
