/** `node bench/trace/calibration.ts [worlds] [first seed]`: what the trace states, against what is true of made-up organisations. */
import { TRACE_MODEL } from '../../src/trace/trace-model.ts';
import { calibrate } from './calibrate.ts';
import {
  absenceStatements,
  calibrationError,
  innocentNamed,
  leaderStatements,
  namingTable,
  powerTable,
  reliability,
  reliabilityTable,
} from './calibration-table.ts';

const [worlds = 500, firstSeed = 1_000] = process.argv.slice(2).map(Number);
const lists = calibrate(firstSeed, worlds);
const leaders = reliability(leaderStatements(lists));
const absences = reliability(absenceStatements(lists, TRACE_MODEL.shareToName));
const innocents = lists.filter(innocentNamed).length;
process.stdout.write(
  [
    `${lists.length} lists from ${worlds} worlds (seeds from ${firstSeed}), model ${TRACE_MODEL.version}, α = 0.001`,
    '',
    `lists in which anybody innocent was named: ${innocents} of ${lists.length}`,
    '',
    namingTable(lists),
    '',
    powerTable(lists),
    '',
    `"this actor gave some of it", the most probable actor (calibration error ${calibrationError(leaders).toFixed(3)}):`,
    '',
    reliabilityTable(leaders),
    '',
    `"nobody in this log gave a quarter of it" (calibration error ${calibrationError(absences).toFixed(3)}):`,
    '',
    reliabilityTable(absences),
    '',
  ].join('\n'),
);
process.exitCode = innocents / lists.length > 0.001 ? 1 : 0;
