import { z } from 'zod';
import { noticeCaseSchema } from './notice-case.ts';
import { noticeSchema } from './notice-schema.ts';

/**
 * JSON Schemas (2020-12) of what people write for notices, by file name in `packs/schemas/`; generated, a test keeps them
 * fresh. A language file has none: its keys are those of its `notice.yml`, so the loader checks it.
 */
export const noticeJsonSchemas = (): Readonly<Record<string, unknown>> => ({
  'notice.json': z.toJSONSchema(noticeSchema, { io: 'input' }),
  'notice-case.json': z.toJSONSchema(noticeCaseSchema, { io: 'input' }),
});
