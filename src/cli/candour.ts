#!/usr/bin/env node
import { nodeProblem } from './node-version.ts';

// Nothing else is imported before the check: on an older Node the first import of node:sqlite would end in a stack trace.
const problem = nodeProblem(process.versions.node);
if (problem === null) await import('./main.ts');
else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
