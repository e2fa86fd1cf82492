/** The schema of managed policies, for the manifest. The extension itself does not read it. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { definedOnly } from '../../src/base/defined-only.ts';
import { EndpointsSchema } from '../../src/config/endpoints.ts';

interface PolicySchema {
  type?: unknown;
  properties?: Record<string, PolicySchema> | undefined;
  items?: PolicySchema | undefined;
}

/** The settings of a policy, in the few keywords of JSON Schema that Chromium supports for policies. */
export function buildPolicySchema(): PolicySchema {
  const endpoints = toJsonSchema(EndpointsSchema, { errorMode: 'ignore' }) as PolicySchema;
  return { type: 'object', properties: { endpoints: simplifySchema(endpoints) } };
}

function simplifySchema({ type, properties, items }: PolicySchema): PolicySchema {
  const simplified =
    properties &&
    Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, simplifySchema(schema)]));
  return definedOnly({ type, properties: simplified, items: items && simplifySchema(items) });
}
