import { stringify } from 'yaml';
import type { z } from 'zod';
import { FaultError } from '../core/fault.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Progress, ProgressStep } from '../ports/shell.ts';
import type { CompanyFile, SimulationOutlet } from '../ports/simulation-outlet.ts';
import { customersCsv, leakCsv, workforceCsv } from '../testing/company/company-file.ts';
import { COMPANY } from '../testing/company/controller.ts';
import { knobsSchema } from '../testing/company/knob.ts';
import { leakSample } from '../testing/company/leak-sample.ts';
import { type CompanyPlan, planCompany } from '../testing/company/plan.ts';
import { type Simulation, simulate } from '../testing/company/simulation.ts';
import { type Truth, truthOf } from '../testing/company/truth.ts';

/** Size, seed and knobs of the company; docs/design/simulator.md explains them. */
export const simulateInput = knobsSchema;

export interface SimulateDeps {
  readonly progress: Progress;
  readonly outlet: SimulationOutlet;
}

/**
 * Simulates a company and a leak from it, and gives the truth to score answers against. The same input gives the same
 * bytes. Memory is in proportion to customers and to the busiest day, not to the length of the log. Faults:
 * COMPANY_NO_CULPRIT, and what the outlet meets.
 */
export async function simulateCompany(
  given: z.input<typeof simulateInput>,
  deps: SimulateDeps,
): Promise<Result<Truth>> {
  const plan = planCompany(simulateInput.parse(given));
  if (!plan.ok) return plan;
  try {
    return await writeCompany(plan.value, deps);
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    throw error;
  }
}

async function writeCompany(plan: CompanyPlan, { progress, outlet }: SimulateDeps): Promise<Result<Truth>> {
  const whole = (name: CompanyFile, chunks: Iterable<Uint8Array>): void => {
    const file = outlet.file(name);
    try {
      for (const chunk of chunks) file.write(chunk);
    } finally {
      file.close();
    }
  };
  const ties = outlet.file('ties.csv');
  const simulation = simulate(plan, (csv) => ties.write(csv));
  const step = progress.step('simulate', plan.scale.days, 'days');
  try {
    const taken = await outlet.log(drawn(simulation, step));
    if (!taken.ok) return taken;
  } finally {
    ties.close();
    step.end();
  }
  const sample = leakSample(plan, simulation.haul());
  const truth = truthOf(plan, simulation, sample);
  whole('customers.csv', customersCsv(plan, sample.changes));
  whole('workforce.csv', [workforceCsv(plan)]);
  whole('leak.csv', [leakCsv(sample)]);
  whole('company.yml', [Buffer.from(stringify(COMPANY))]);
  const people = await outlet.people();
  if (!people.ok) return people;
  whole('truth.json', [Buffer.from(`${JSON.stringify(truth)}\n`)]);
  return ok(truth);
}

async function* drawn(simulation: Simulation, step: ProgressStep): AsyncGenerator<Buffer> {
  for (const chunk of simulation.lines()) {
    step.at(simulation.done());
    yield chunk;
  }
}
