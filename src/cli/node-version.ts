/** Node 24 is the first LTS with node:sqlite and zstd in node:zlib; the patch is the one that is tested (package.json). */
const NEEDED = [24, 11] as const;

/** What is wrong with a Node version (`20.20.2`) and what to do; null when it will do. */
export function nodeProblem(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return null;
  return `CLI_NODE_TOO_OLD: candour needs Node ${NEEDED.join('.')} or newer, found ${version}
  Install Node ${NEEDED[0]} (LTS), or run it in a checkout by npm, which brings its own: npm ci && npm run -s candour -- --help`;
}
