/**
 * Reads the text of an answer as it arrives, and stops where it becomes too long: what it will be is not known before, for
 * Content-Length may be missing, and counts the compressed bytes otherwise.
 *
 * @param charactersMax UTF-16 units
 * @returns undefined when there are more; the rest is not fetched.
 */
export async function readText(response: Response, charactersMax: number): Promise<string | undefined> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  const parts: string[] = [];
  let characters = 0;
  for (;;) {
    const { done, value } = await reader.read();
    const part = decoder.decode(value, { stream: !done });
    parts.push(part);
    characters += part.length;
    if (characters > charactersMax) {
      // Whether the other side hears of it changes nothing here.
      reader.cancel().catch(() => undefined);
      return undefined;
    }
    if (done) return parts.join('');
  }
}
