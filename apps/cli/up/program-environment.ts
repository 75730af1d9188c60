/** Variables that hold a login, and the programs that log in with it. */
const LOGINS: Readonly<Record<string, readonly string[]>> = {
  CAIRN_DATABASE_URL: ['anchor', 'ingest', 'api'],
  CAIRN_MQTT_URL: ['ingest'],
  CAIRN_KAFKA_PASSWORD: ['anchor', 'ingest', 'api'],
};

/** The variables of this process for a program of the node, without the logins that the program has no use for. */
export function environmentOf(program: string): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => isGiven(program, name)));
}

/** Whether `cairn up` hands a variable to this program. */
export const isGiven = (program: string, name: string): boolean => LOGINS[name]?.includes(program) ?? true;
