/** The form of managed policies, for the manifest; the extension itself has no use for it. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { EndpointsSchema } from '../../src/config/endpoints.ts';

interface PolicySchema {
  type?: unknown;
  properties?: Record<string, PolicySchema> | undefined;
  items?: PolicySchema | undefined;
}

/** What a policy may set, in the few words of JSON Schema that Chromium's policies know. */
export function buildPolicySchema(): PolicySchema {
  const endpoints = toJsonSchema(EndpointsSchema, { errorMode: 'ignore' }) as PolicySchema;
  return { type: 'object', properties: { endpoints: simplifySchema(endpoints) } };
}

function simplifySchema({ type, properties, items }: PolicySchema): PolicySchema {
  return {
    ...(type === undefined ? {} : { type }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, of]) => [key, simplifySchema(of)]),
      ),
    }),
    ...(items && { items: simplifySchema(items) }),
  };
}
