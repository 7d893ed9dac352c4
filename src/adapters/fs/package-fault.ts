import { registerFaults } from '../../core/fault.ts';

export const packageFault = registerFaults({
  PACKAGE_FOLDER: {
    meaning: 'The folder for the packages of tenants is not empty.',
    action:
      'Name a folder that is empty or not there yet: old packages beside new ones would be handed over by mistake.',
    retry: false,
  },
});
