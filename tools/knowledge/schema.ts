import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import { CountryFileSchema } from '../../src/knowledge/incident.ts';
import { isMainModule } from './files.ts';

export const SCHEMA_FILE = fileURLToPath(
  new URL('../../src/knowledge/incident.schema.json', import.meta.url),
);

/** The JSON Schema (draft-07) of a country file, from `incident.ts`, for editors and other programs. */
export function countryFileSchema() {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Is It Blocked?: the incidents of one country',
    ...toJsonSchema(CountryFileSchema, { errorMode: 'throw' }),
  };
}

if (isMainModule(import.meta.url)) {
  writeFileSync(SCHEMA_FILE, `${JSON.stringify(countryFileSchema(), null, 2)}\n`);
  console.log(
    'src/knowledge/incident.schema.json is what incident.ts says; `npx biome check --write` lays it out',
  );
}
