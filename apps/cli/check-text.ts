import type { CheckReport } from '#libs/log/audit';

/** The report as a person reads it: how much was checked, what differs, what devices said that does not fit, and what was not checked. */
export function checkText(report: CheckReport): string {
  const { origin, size, publishedSize, links, files, privateFiles, notChecked } = report;
  const head = `${origin}: ${size} entries (${publishedSize} published), ${links} links of trails, ${files} files, ${privateFiles} files of private parts\n`;
  return `${head}${differencesText(report)}${misfitsText(report)}Not checked:\n${notChecked.map((line) => `  ${line}\n`).join('')}`;
}

function differencesText({ differences, further, differenceCount }: CheckReport): string {
  if (differenceCount === 0) return 'Everything agrees.\n';
  const found = differences.map(({ code, text }) => `  ${code}  ${text}\n`);
  for (const { code, count } of further) found.push(`  ${code}  and ${count} more\n`);
  return `${differenceCount} ${differenceCount === 1 ? 'difference' : 'differences'}:\n${found.join('')}`;
}

function misfitsText({ misfits, misfitCount }: CheckReport): string {
  if (misfitCount === 0) return '';
  const found = misfits.map(({ code, text }) => `  ${code}  ${text}\n`);
  const further = misfitCount - misfits.length;
  if (further > 0) found.push(`  and ${further} more\n`);
  return `What devices said that does not fit (their word alone, and no difference):\n${found.join('')}`;
}
