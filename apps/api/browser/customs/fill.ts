/** Puts values into `{name}` of a text. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(?<name>\w+)\}/gu, (hole, name: string) => String(values[name] ?? hole));
