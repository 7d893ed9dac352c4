import { openApp } from '../../src/app.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { scopeCase, scopeInput } from '../../src/workflow/scope-case.ts';
import { report } from '../measure.ts';
import { readTruth, silent } from '../world/world.ts';
import { scopeAnswer } from './answer.ts';

const [data = ''] = process.argv.slice(2);
const { culprits, window } = readTruth(data);
const app = openApp(data, { progress: silent });
await report(async () => {
  const deps = await app.deps();
  const opened = await openCase.run({ title: 'benchmark', finding: null }, deps);
  if (!opened.ok) throw new Error(opened.error.message);
  const input = scopeInput.parse({ case: opened.value.case, actors: culprits, from: window[0], to: window[1] });
  const scope = await scopeCase.run(input, deps);
  if (!scope.ok) throw new Error(scope.error.message);
  return scopeAnswer(scope.value);
});
await app.close();
