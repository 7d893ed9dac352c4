import { registerFaults } from '../core/fault.ts';

export const packFault = registerFaults({
  PACK_UNREADABLE: {
    meaning: 'A pack file is missing or cannot be read.',
    action: 'Check that the pack folder is complete and readable; `candour check packs` lists what is wrong.',
    retry: false,
  },
  PACK_INVALID: {
    meaning: 'A pack file does not follow its schema.',
    action: 'Mend the places named (file:line:column), then run `candour check packs`.',
    retry: false,
  },
  PACK_UNFINISHED: {
    meaning: 'A pack made from a template still has places to fill in.',
    action: 'Put what the message names in the place of each TODO, then run `candour check packs`.',
    retry: false,
  },
  PACK_EXISTS: {
    meaning: 'A new pack was asked for under an id that is taken.',
    action: 'Choose another id, or change the pack that is there.',
    retry: false,
  },
  PACK_UNKNOWN: {
    meaning: 'No pack has this id.',
    action: 'List the ids with `candour sources` (or look into `packs/`).',
    retry: false,
  },
});
