import { registerFaults } from '../../core/fault.ts';

export const bagStoreFault = registerFaults({
  BAG_KEY: {
    meaning: 'The custody key cannot be read or made.',
    action: 'Check keys/custody.key: it must be readable by you alone; restore it from a backup if it was damaged.',
    retry: false,
  },
  BAG_PAGE: {
    meaning: 'The page that checks a bag in a browser cannot be read or built.',
    action: 'In a checkout run `npm ci`; else install Candour anew: the page is dist/verify.html.',
    retry: false,
  },
  BAG_UNWRITABLE: {
    meaning: 'The bag cannot be written to the place that was asked for.',
    action: 'Choose a folder that you may write to and that has room.',
    retry: true,
  },
});
