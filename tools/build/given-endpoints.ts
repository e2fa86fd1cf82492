import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { type Endpoints, EndpointsSchema } from '../../src/config/endpoints.ts';

/** The endpoints in the file `ENDPOINTS`, which replace ours (`src/config/endpoints.ts`). @throws Error naming each invalid field */
export function readCustomEndpoints(file = process.env.ENDPOINTS): Partial<Endpoints> | undefined {
  if (!file) return undefined;
  const parsed = v.safeParse(
    v.strictObject(v.partial(EndpointsSchema).entries),
    JSON.parse(readFileSync(file, 'utf8')),
  );
  if (!parsed.success) throw new Error(`${file} (ENDPOINTS):\n${v.summarize(parsed.issues)}`);
  return JSON.parse(JSON.stringify(parsed.output));
}
