import { registerFaults } from '../../core/fault.ts';

export const intakeFault = registerFaults({
  CANARY_FILE_UNWRITABLE: {
    meaning: 'The files of planted canaries cannot be written where they were asked for.',
    action: 'Give --out a folder that you may write to.',
    retry: false,
  },
  INTAKE_NOTHING: {
    meaning: 'A path, directory or glob given to read matches no readable file.',
    action: 'Check the spelling; quote globs so that the shell leaves them alone; `-` reads standard input.',
    retry: false,
  },
  INTAKE_UNREADABLE: {
    meaning: 'A file or directory given to read exists, but this user may not read it.',
    action: 'Give the user that runs Candour read permission, or leave the file out; nothing was read.',
    retry: false,
  },
  INTAKE_DAMAGED: {
    meaning: 'A stream breaks off while it is read, or a compressed one ends early or is damaged.',
    action:
      'What came before the damage was taken, the rest is one quarantined record; fetch the file again and ingest it.',
    retry: false,
  },
  COMPANY_MISSING: {
    meaning: 'The data directory does not say who the controllers are and how they sign.',
    action:
      'Run `candour init` and fill in the company.yml that it writes: one entry for each value of the customers column `controller`.',
    retry: false,
  },
  COMPANY_INVALID: {
    meaning: 'company.yml is not filled in, or not as its schema packs/schemas/company.json says.',
    action:
      'Mend company.yml of the data directory at the places named (file:line:column), then run the same command again.',
    retry: false,
  },
  TABLES_INVALID: {
    meaning: 'tables.yml of the data directory is not as its schema packs/schemas/tables.json says.',
    action: 'Mend tables.yml at the places named (file:line:column), then run the same command again.',
    retry: false,
  },
  EVIDENCE_SETTINGS: {
    meaning:
      'evidence.yml or witness.policy of the data directory cannot be read, or is not as docs/how-to/witness.md says.',
    action: 'Mend the file at the places named, or remove it: without it the log is signed by its owner alone.',
    retry: false,
  },
  CASE_FILE_INVALID: {
    meaning: "A case's private file is damaged.",
    action: 'Run the step that writes it again: `candour trace CASE --leak FILE`.',
    retry: false,
  },
  MASTER_KEY: {
    meaning: 'The master key is missing or is not 32 bytes, and the state holds records that only it opens.',
    action: 'Restore keys/master.key from a backup. Without it what the cases hold cannot be read by anybody.',
    retry: false,
  },
  LEAK_UNREADABLE: {
    meaning: 'The leak file cannot be read.',
    action: 'Check the path and its permissions.',
    retry: false,
  },
});
