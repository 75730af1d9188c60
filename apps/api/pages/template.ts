/**
 * Fills `{{name}}` with the value of that name, made safe for text and quoted attributes of HTML.
 *
 * @throws {Error} for a name that has no value: a page with a hole in it is a mistake of ours.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{(?<name>[a-zA-Z]+)\}\}/gu, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the page wants a value for ${name}`);
    return escapeHtml(value);
  });
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/gu, (character) => ESCAPES[character]!);
