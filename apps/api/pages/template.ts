export type TemplateValues = Readonly<Record<string, string>>;

const PLACES = /\{\{#(?<list>[a-zA-Z]+)\}\}(?<part>.*?)\{\{\/\k<list>\}\}|\{\{(?<name>[a-zA-Z]+)\}\}/gsu;

/**
 * Fills `{{name}}` with the value of that name, made safe for text and quoted attributes of HTML, and repeats what stands between
 * `{{#name}}` and `{{/name}}` for each item of the list of that name.
 *
 * @throws {Error} for a name that has no value: a page with a hole in it is a mistake of ours.
 */
export function fillTemplate(
  template: string,
  values: TemplateValues,
  lists: Readonly<Record<string, readonly TemplateValues[]>> = {},
): string {
  return template.replaceAll(PLACES, (_all, list?: string, part?: string, name?: string) => {
    if (list !== undefined)
      return wanted(lists, list)
        .map((item) => fillTemplate(part!, item))
        .join('');
    return escapeHtml(wanted(values, name!));
  });
}

function wanted<Value>(values: Readonly<Record<string, Value>>, name: string): Value {
  const value = values[name];
  if (value === undefined) throw new Error(`the page wants a value for ${name}`);
  return value;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/gu, (character) => ESCAPES[character]!);
