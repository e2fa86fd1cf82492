import type { ChangeSet } from '../change-set.ts';
import { appendToList, appendToObject } from '../insert.ts';
import { MARK } from '../left-to-write.ts';
import { requireSlug, toCamelCase, toPascalCase } from '../names.ts';
import { requestRow } from './check.ts';

const ENDPOINTS_FILE = 'src/config/endpoints.ts';

/** An adapter to what others measure now: its file and test, its host, and its row in PRIVACY.md. */
export function addFeed(changes: ChangeSet, name: string): string[] {
  requireSlug(name);
  const field = toCamelCase(name);
  if (new RegExp(`\\b${field}:`).test(changes.read(ENDPOINTS_FILE)))
    throw new Error(`the endpoint "${field}" exists already: see ${ENDPOINTS_FILE}`);
  changes.create(`src/live/${name}.ts`, feedSource(name));
  changes.create(`src/live/${name}.test.ts`, feedTest(name));
  changes.edit(ENDPOINTS_FILE, (text) => {
    const withField = appendToObject(
      text,
      'EndpointsSchema',
      `  /** ${MARK} whose API it is, and its version. */\n  ${field}: httpsUrl`,
    );
    return appendToObject(withField, 'DEFAULT_ENDPOINTS', `  ${field}: 'https://${name}.example'`);
  });
  changes.edit('tools/docs/requests.ts', (text) =>
    appendToList(
      text,
      'REQUESTS',
      requestRow(`\`\${formatHost(ENDPOINTS.${field})} (${MARK} whose it is)\``),
    ),
  );
  return [
    'Ask it in fetchLiveData (src/live/live-layers.ts), and name it in the tests there.',
    'Show it in extension/ui/Live.tsx, with words that begin with live_ in every language.',
    'Answer it in e2e/network/feeds.ts. After a change of tools/docs/requests.ts: npm run docs.',
  ];
}

const feedSource = (name: string): string => `import * as v from 'valibot';
import { HOUR_MS } from '../base/time.ts';
import type { Endpoints } from '../config/endpoints.ts';
import type { Feed } from './feed-cache.ts';

/** ${MARK} the request that is answered so, and a link to its documentation. */
const AnswerSchema = v.object({ data: v.array(v.object({ value: v.number() })) });

/** ${MARK} what one reading tells, with units. */
const ${toPascalCase(name)}Schema = v.object({ value: v.number() });
type ${toPascalCase(name)} = v.InferOutput<typeof ${toPascalCase(name)}Schema>;

// ${MARK} ask it in fetchLiveData (live-layers.ts), show it in extension/ui/Live.tsx, answer it in e2e/network/feeds.ts.
export function ${toCamelCase(name)}Feed({ ${toCamelCase(name)} }: Endpoints, country: string): Feed<${toPascalCase(name)}[]> {
  return {
    key: \`${name}:\${country}\`,
    url: \`\${${toCamelCase(name)}}/?country=\${country}\`,
    schema: v.array(${toPascalCase(name)}Schema),
    freshMs: HOUR_MS,
    parse: parseAnswer,
  };
}

function parseAnswer(answer: unknown): ${toPascalCase(name)}[] | undefined {
  const parsed = v.safeParse(AnswerSchema, answer);
  return parsed.success ? parsed.output.data : undefined;
}
`;

const feedTest = (name: string): string => `import { expect, test } from 'vitest';
import { ENDPOINTS } from '../config/endpoints.ts';
import { ${toCamelCase(name)}Feed } from './${name}.ts';

// ${MARK} an answer as the service really gave it, and what it is when nothing is disturbed.
test('reads an answer, and takes an error for none', () => {
  const feed = ${toCamelCase(name)}Feed(ENDPOINTS, 'PK');
  expect(feed.parse({ data: [{ value: 1 }] })).toEqual([{ value: 1 }]);
  expect(feed.parse({ error: 'busy' })).toBeUndefined();
});
`;
