// What may stand only in its place, and no import shows: SQL outside its houses, clocks and chance in libs/core, bytes of the wire.
// `npm run check:places`, part of `npm run check`. Prints each find as file:line and ends with 1 where there is one.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

const isTest = (file) => /(^|\/)test\/|\.test\.ts$/.test(file);

/** Where SQL may stand (docs/ARCHITECTURE.md, The house). */
const SQL_HOUSES =
  /^libs\/(log\/(ledger|sequencer|recovery|audit)|projections|stores|transport\/stream|host\/postgres)\//;

/** What gives the same answer whenever it is asked: core, and what folds the log. */
const PURE = /^libs\/(core|projections\/[^/]+\/fold)\//;

const SQL = [
  /\bSELECT\s[\s\S]*\bFROM\s/,
  /^\s*SELECT\s/,
  /\bINSERT\s+INTO\s/,
  /\bUPDATE\s+\S+\s+SET\s/,
  /\bDELETE\s+FROM\s/,
  /\b(CREATE|ALTER|DROP)\s+(UNIQUE\s+|OR\s+REPLACE\s+)?(TABLE|INDEX|SCHEMA|ROLE|USER|DATABASE|SEQUENCE|FUNCTION|TRIGGER|VIEW|TYPE)\b/,
  /^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|TRUNCATE|VACUUM|ANALYZE|LISTEN|NOTIFY|COPY|LOCK TABLE|SET LOCAL)(\s|;|$)/,
  /\bpg_[a-z_]+\s*\(/,
];
// The same in lower case, where it cannot be prose: with a list or a star, or the words that follow each other only in SQL.
const SQL_IN_LOWER_CASE = [
  /^\s*select\s+(\*|[\w".]+(\s*,\s*[\w".]+)*)\s+from\s/,
  /^\s*insert\s+into\s/,
  /^\s*update\s+\w+\s+set\s/,
  /^\s*delete\s+from\s/,
];

const isSql = (text) => [...SQL, ...SQL_IN_LOWER_CASE].some((form) => form.test(text));

/** The text of a literal; `${}` of a template counts as one word. */
function literalText(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `x${literal.text}`).join('');
}

/** Reads of a clock or of chance: `Date.now`, `new Date()`, `Date()`, `Math.random`. */
function isClockOrChance(node) {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const name = ts.isPropertyAccessExpression(node) ? node.name.text : literalText(node.argumentExpression);
    const of = node.expression.getText();
    return (/\bDate$/.test(of) && name === 'now') || (/\bMath$/.test(of) && name === 'random');
  }
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
    const isDate = /^(globalThis\.)?Date$/.test(node.expression.getText());
    return isDate && (ts.isCallExpression(node) || (node.arguments ?? []).length === 0);
  }
  return false;
}

/**
 * What stands in the wrong place in one file.
 *
 * @param {string} file path from the root of the repository, with `/`
 * @param {string} text its TypeScript
 * @returns {{ file: string, line: number, what: string }[]}
 */
export function misplaced(file, text) {
  if (isTest(file)) return [];
  const isPure = PURE.test(file);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const note = (node, what) =>
    found.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, what });
  const visit = (node) => {
    if (!SQL_HOUSES.test(file)) {
      const literal = literalText(node);
      if (literal !== undefined && isSql(literal)) note(node, 'SQL stands outside its houses');
    }
    if (isPure && isClockOrChance(node))
      note(node, 'pure code reads a clock or chance: time and randomness are passed in');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The room that owns every byte: field tables, the walker over them, topics (docs/ARCHITECTURE.md, The house). */
const WIRE = 'libs/core/wire/';
/** Where varints of others are read: the remaining length of an MQTT packet. */
const OTHER_VARINTS = ['libs/transport/mqtt/packet-head.ts'];
/** Rooms with bytes that are no protobuf: texts in ASCII, keys and signatures, packets of MQTT. */
const OTHER_BYTES = /^libs\/(core\/(gs1|tlog|signatures)|transport\/mqtt|host)\//;

const numberIn = (node) => (ts.isNumericLiteral(node) ? Number(node.text) : undefined);
const isIn = (node, ...numbers) => numbers.includes(numberIn(node));

const MASKS = [
  ts.SyntaxKind.AmpersandToken,
  ts.SyntaxKind.BarToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.AsteriskEqualsToken,
  ts.SyntaxKind.SlashEqualsToken,
];
const COMPARISONS = [
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
];
const SHIFTS = [
  ts.SyntaxKind.LessThanLessThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
];

/** Groups of seven bits are taken and asked whether more follow: that reads or writes a varint. */
function isVarintCode(body) {
  let masks = false;
  let asks = false;
  const visit = (node) => {
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      const isSeven = isIn(node.left, 127, 128) || isIn(node.right, 127, 128);
      masks ||= MASKS.includes(kind) && isSeven;
      masks ||= SHIFTS.includes(kind) && isIn(node.right, 7);
      asks ||= COMPARISONS.includes(kind) && isSeven;
      asks ||= kind === ts.SyntaxKind.AmpersandToken && isIn(node.right, 128);
    }
    ts.forEachChild(node, visit);
  };
  visit(body);
  return masks && asks;
}

/** A tag of protobuf in one byte, in hexadecimal as tags are written: a field number, then wire type 0 or 2. */
function isSpelledTag(node) {
  if (!ts.isNumericLiteral(node) || !/^0x/i.test(node.getText())) return false;
  const value = Number(node.text);
  return value >= 8 && value < 128 && [0, 2].includes(value & 7);
}

/** `number << 3 | wireType`, `number * 8 + wireType` and their undoing. */
function isTagArithmetic(node) {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  if (SHIFTS.includes(kind)) return isIn(node.right, 3);
  if (kind !== ts.SyntaxKind.PlusToken || !isIn(node.right, 0, 2)) return false;
  const { left } = node;
  return ts.isBinaryExpression(left) && left.operatorToken.kind === ts.SyntaxKind.AsteriskToken && isIn(left.right, 8);
}

const TOPIC = /\bcairn\/v1\/(scans|events|receipts)/;

/**
 * Where one file knows of bytes what only libs/core/wire may know: a tag of a field, how a varint is read or written, an MQTT topic.
 *
 * @param {string} file path from the root of the repository, with `/`
 * @param {string} text its TypeScript
 * @returns {{ file: string, line: number, what: string }[]}
 */
export function spelledBytes(file, text) {
  if (isTest(file) || file.startsWith(WIRE)) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const note = (node, what) =>
    found.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, what });
  const visit = (node) => {
    const isLoop = ts.isIterationStatement(node, false);
    if (isLoop && !OTHER_VARINTS.includes(file) && isVarintCode(node))
      note(node, 'a varint is read or written outside libs/core/wire');
    if (!OTHER_BYTES.test(file) && (isSpelledTag(node) || isTagArithmetic(node)))
      note(node, 'a tag of protobuf is spelled outside libs/core/wire: its tables give it');
    const literal = literalText(node);
    if (literal !== undefined && TOPIC.test(literal)) note(node, 'an MQTT topic is spelled outside libs/core/wire');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const sourcesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts') && !isTest(join(folder, name).split(sep).join('/')))
    .map((name) => join(folder, name).split(sep).join('/'));

function main() {
  const files = ['apps', 'libs'].flatMap(sourcesIn);
  // Nothing to check is no pass.
  if (files.length === 0) throw new Error('no sources here: run it in the root of the repository');
  const found = [misplaced, spelledBytes].flatMap((rule) =>
    files.flatMap((file) => rule(file, readFileSync(file, 'utf8'))),
  );
  for (const { file, line, what } of found) console.error(`${file}:${line}: ${what}`);
  console.log(`${files.length} sources, ${found.length} out of place`);
  process.exitCode = found.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
