import { registerFaults } from '../../core/fault.ts';

export const companyFault = registerFaults({
  COMPANY_NO_CULPRIT: {
    meaning: 'No actor of the simulated company fits what the knobs ask of a culprit.',
    action:
      'Ask for fewer culprits, another team or seniority, or another seed; workforce.csv of a run without these knobs lists the actors.',
    retry: false,
  },
});
