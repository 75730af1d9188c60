/** What a cell of the file says: a value, or why it has none, in the words of the file. */
export type Cell<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'none'; readonly words: string }
  /** It names the line that has the value. */
  | { readonly kind: 'elsewhere'; readonly despatch: string; readonly id: string };

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** `2-Jun-06`: deliveries. */
const DAY_MONTH_YEAR = /^(\d{1,2})-([A-Z][a-z]{2})-(\d{2})$/;
/** `9/11/14`: quotations and orders, the month first: 2,036 of them have a second number above 12, none a first. */
const MONTH_DAY_YEAR = /^(\d{1,2})\/(\d{1,2})\/(\d{2})$/;
const DECIMAL = /^\d+(\.\d+)?$/;
const REFERENCE = /^See (\S+) \(ID#:(\d+)\)$/;

/** @returns midnight UTC of the day, in milliseconds since 1970. The file knows no zone and no hour: only the day counts. */
export function readDay(text: string): Cell<number> {
  const word = DAY_MONTH_YEAR.exec(text);
  if (word) return day(text, Number(word[3]), MONTHS.indexOf(word[2]!) + 1, Number(word[1]));
  const number = MONTH_DAY_YEAR.exec(text);
  if (number) return day(text, Number(number[3]), Number(number[1]), Number(number[2]));
  return none(text);
}

/** @returns the decimal as it is written. */
export function readDecimal(text: string): Cell<string> {
  const reference = REFERENCE.exec(text);
  if (reference) return { kind: 'elsewhere', despatch: reference[1]!, id: reference[2]! };
  return DECIMAL.test(text) ? { kind: 'value', value: text } : none(text);
}

/** @param empty the words of the file that say that there is nothing. */
export function readText(text: string, empty: readonly string[]): Cell<string> {
  return text === '' || empty.includes(text) ? none(text) : { kind: 'value', value: text };
}

const none = (text: string): Cell<never> => ({ kind: 'none', words: text === '' ? 'empty' : text });

/** Years of two digits: the file runs from 2006 to 2015. */
function day(text: string, year: number, month: number, dayOfMonth: number): Cell<number> {
  const timeMs = Date.UTC(2000 + year, month - 1, dayOfMonth);
  const date = new Date(timeMs);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
  return exists ? { kind: 'value', value: timeMs } : none(text);
}
