import { instantFromMs } from '../../core/instant.ts';
import { type AccessShape, leakShape, SHAPES } from './access-shape.ts';
import { DAY_MS } from './calendar.ts';
import { scramble } from './chance.ts';
import { idDigits } from './customer-base.ts';
import type { DayEvent } from './day-log.ts';
import { type LineBuffer, piece } from './line-buffer.ts';
import type { CompanyPlan } from './plan.ts';
import { TIE_DIGITS, TIE_KINDS, TIE_PREFIX } from './tie-book.ts';

/** Every shape the log has: SHAPES, then the leak's. */
export const shapesOf = (plan: CompanyPlan): readonly AccessShape[] => [
  ...SHAPES,
  leakShape(plan.knobs.pace, plan.knobs.fields),
];

/** Writes events as native lines (DESIGN.md section 7), from pieces made once per actor, shape and day. */
export function accessLines(plan: CompanyPlan, out: LineBuffer): (day: number) => (event: DayEvent) => void {
  const shapes = shapesOf(plan);
  const principals = [
    plan.workforce.actors.map((actor) => actor.id),
    plan.workforce.actors.map((actor) => actor.account),
  ].map((ids) => ids.map((id) => piece(`","actor":"${id}","action":"`)));
  const heads = shapes.map(({ action }) => piece(`${action}","subjects":["c-`));
  const tails = shapes.map(({ fields, resource }) =>
    piece(`"],"fields":${JSON.stringify(fields)},"resource":"${resource}"`),
  );
  const ends = plan.workforce.actors.map((actor) => piece(`,"ip":"${actor.ip}","session":"s-`));
  const reasons = TIE_KINDS.map((kind) => piece(`,"reason":"${kind}:${TIE_PREFIX[kind]}`));
  const idStart = piece('Z","event_id":"');
  const nextSubject = piece('","c-');
  const quote = piece('"');
  const colon = piece(':');
  const dot = piece('.');
  const lineEnd = piece('"}\n');
  const nothing = piece('');
  const digits = idDigits(plan.base.count);
  let sequence = plan.knobs.seed;
  const putList = (customers: readonly number[]): void => {
    for (const [i, customer] of customers.entries()) {
      if (i > 0) out.put(nextSubject);
      out.digits(customer, digits);
    }
  };
  return (day) => {
    const lineStart = piece(`{"time":"${instantFromMs(plan.from + day * DAY_MS).slice(0, 10)}T`);
    return (event) => {
      const seconds = Math.floor(event.at / 1_000);
      out.put(lineStart);
      out.digits(Math.floor(seconds / 3_600), 2);
      out.put(colon);
      out.digits(Math.floor(seconds / 60) % 60, 2);
      out.put(colon);
      out.digits(seconds % 60, 2);
      out.put(dot);
      out.digits(event.at % 1_000, 3);
      out.put(idStart);
      out.hex(scramble(sequence));
      sequence = (sequence + 1) | 0;
      out.put(principals[shapes[event.shape]?.underAccount === true ? 1 : 0]?.[event.actor] ?? nothing);
      out.put(heads[event.shape] ?? nothing);
      if (event.customer >= 0) out.digits(event.customer, digits);
      else putList(event.customers);
      out.put(tails[event.shape] ?? nothing);
      if (event.reason > 0) {
        out.put(reasons[event.kind] ?? nothing);
        out.digits(event.reason, TIE_DIGITS);
        out.put(quote);
      }
      out.put(ends[event.actor] ?? nothing);
      out.digits(day, 3);
      out.digits(event.actor, 5);
      out.put(lineEnd);
    };
  };
}
