// Builds what browsers load into dist/public (or the folder given as argument): pages, scripts, styles, the shop element, the pages of
// the API documentation; each text beside its compressed forms. `--sizes` prints a table, `--quick` leaves compressing away.
import { build } from 'esbuild';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const COMPRESSED = new Set(['.html', '.js', '.css', '.svg', '.txt']);
// The browsers of about the last four years: ES modules, dynamic import, constructable style sheets.
const TARGET = ['chrome100', 'firefox101', 'safari16.4'];

/** Builds everything into `folder`, replacing what is there. */
export async function buildBrowser({ folder = join(root, 'dist/public'), quick = false } = {}) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'pages'), { recursive: true });
  const shared = {
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['source', 'browser'],
    target: TARGET,
    minify: !quick,
    legalComments: 'eof',
    charset: 'utf8',
    logLevel: 'warning',
  };
  await build({
    ...shared,
    entryPoints: { 'cairn-trace': 'libs/sdk/element/index.ts' },
    outdir: join(folder, 'widget/v1'),
    chunkNames: '[name]-[hash]',
  });
  await build({
    ...shared,
    entryPoints: {
      customs: 'apps/api/browser/customs/main.ts',
      docs: 'apps/api/browser/docs/main.ts',
      page: 'apps/api/browser/page.css',
      'customs-page': 'apps/api/browser/customs/customs.css',
      'shop-page': 'apps/api/browser/shop/shop.css',
    },
    outdir: join(folder, 'assets'),
    chunkNames: '[name]-[hash]',
  });
  for (const name of readdirSync(join(root, 'apps/api/browser/pages'))) {
    copyFileSync(join(root, 'apps/api/browser/pages', name), join(folder, 'pages', name));
  }
  copyFileSync(join(root, 'apps/api/browser/cairn.svg'), join(folder, 'assets/cairn.svg'));
  copySwagger(join(folder, 'assets/swagger'));
  if (!quick) for (const file of filesIn(folder)) compress(file);
  return filesIn(folder);
}

/** The parts of swagger-ui-dist that the page /docs loads: from here, never from another host. */
function copySwagger(folder) {
  const require = createRequire(import.meta.url);
  const from = dirname(
    require.resolve('swagger-ui-dist/package.json', { paths: [require.resolve('@nestjs/swagger')] }),
  );
  mkdirSync(folder, { recursive: true });
  for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    const text = readFileSync(join(from, name), 'utf8').replace(/\n?\/\*?[/*]# sourceMappingURL=.*$/su, '\n');
    writeFileSync(join(folder, name), text);
  }
}

function compress(file) {
  if (!COMPRESSED.has(extname(file))) return;
  const bytes = readFileSync(file);
  if (bytes.length < 1_200) return;
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const target = folder ? resolve(folder) : join(root, 'dist/public');
  const files = await buildBrowser({ folder: target, quick: process.argv.includes('--quick') });
  if (process.argv.includes('--sizes')) {
    for (const file of files)
      console.log(`${String(readFileSync(file).length).padStart(9)}  ${relative(target, file)}`);
  }
}
