// Generates proto/generated from proto/cairn/v1 with protobufjs. `--check` fails when the checked-in code is not what the .proto files give.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
const target = check ? mkdtempSync(join(tmpdir(), 'cairn-proto-')) : join(root, 'proto', 'generated');
const sources = readdirSync(join(root, 'proto/cairn/v1'))
  .filter((name) => name.endsWith('.proto'))
  .sort()
  .map((name) => join(root, 'proto/cairn/v1', name));

const cli = (name, args) =>
  execFileSync(process.execPath, [join(root, 'node_modules/protobufjs-cli/bin', name), ...args], { stdio: 'inherit' });

cli('pbjs', [
  '-t',
  'static-module',
  '-w',
  'es6',
  '--dependency',
  'protobufjs/minimal.js',
  '--force-number',
  '--no-create',
  '--no-verify',
  '--no-convert',
  '--no-delimited',
  '--no-typeurl',
  '-o',
  join(target, 'cairn.js'),
  ...sources,
]);
cli('pbts', ['-o', join(target, 'cairn.d.ts'), join(target, 'cairn.js')]);
// Long objects would only cost: the strict reading of libs/core/wire refuses every number above 2^53 - 1 before this code sees it,
// and internal messages hold none. Browsers have no `long` either, so both sides now run the same code.
const preamble = '// 64-bit fields are plain numbers.\n$protobuf.util.Long = null;\n$protobuf.configure();\n';
const js = readFileSync(join(target, 'cairn.js'), 'utf8').replace(
  /import (?:\* as )?\$protobuf from (.*)\n/,
  (_line, module) => `import $protobuf from ${module}\n\n${preamble}`,
);
writeFileSync(join(target, 'cairn.js'), js);
// Reading does not need this code (libs/core/wire/strict.ts): without the mark, every browser bundle would carry it.
writeFileSync(join(target, 'package.json'), '{\n  "type": "module",\n  "sideEffects": false\n}\n');

if (check) {
  for (const name of ['cairn.js', 'cairn.d.ts', 'package.json']) {
    if (readFileSync(join(target, name), 'utf8') !== readFileSync(join(root, 'proto/generated', name), 'utf8')) {
      console.error(`proto/generated/${name} is not what proto/cairn/v1 gives: run npm run proto`);
      process.exit(1);
    }
  }
}
