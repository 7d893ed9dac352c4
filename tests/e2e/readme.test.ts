import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const LOGS = resolve('../shared/data/aws-cloudtrail');

function commands(): string {
  const readme = readFileSync('README.md', 'utf8');
  const block = /## Your own logs[\s\S]*?```sh\n([\s\S]*?)```/.exec(readme)?.[1];
  if (block === undefined) throw new Error('README.md has no commands under "Your own logs"');
  return block;
}

const COMPANY = `name: Example Shop
controllers:
  - id: example-uk
    name: Example Shop UK Ltd
    country: GB
    address: 1 Example Street, London
    email: privacy@example.com
    privacyContact: privacy@example.com
    website: https://example.com/privacy
`;

test.skipIf(!existsSync(LOGS))('the five commands of the README go from real logs to a scope and draft notices', () => {
  const folder = mkdtempSync(join(tmpdir(), 'candour-readme-'));
  try {
    writeFileSync(
      join(folder, 'customers.csv'),
      'id,email,name,country,language,controller\nc-1,ada@example.com,Ada Example,GB,en,example-uk\n',
    );
    const script = commands();
    expect(script.trim().split('\n')).toHaveLength(5);
    const data = join(folder, 'candour-data');
    // The editing of company.yml that the README asks for, between the commands.
    const filled = script
      .replaceAll('../shared/data/aws-cloudtrail', LOGS)
      .replace('CASE=', `cat > '${data}/company.yml' <<'YAML'\n${COMPANY}YAML\nCASE=`);
    const candour = `candour() { '${process.execPath}' '${resolve('src/cli/main.ts')}' "$@"; }`;
    const out = execFileSync('bash', ['-euc', `${candour}\n${filled}`], {
      cwd: folder,
      env: { ...process.env, INIT_CWD: folder },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(out).toContain('records read 2,901 = accepted 2,900 + duplicates 0 + quarantined 1');
    expect(out).toContain('301 accesses name no subject');
    expect(out).toContain('0 persons affected');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
