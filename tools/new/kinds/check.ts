import type { ChangeSet } from '../change-set.ts';
import { addImport, addMessage, appendToList } from '../insert.ts';
import { MARK } from '../left-to-write.ts';
import { requireSlug, toCamelCase, toMessageKey } from '../names.ts';

const CHECK_NAMES_FILE = 'src/model/observation.ts';
const PLAN_FILE = 'src/investigation/plan.ts';

/** A question to the network: its file and test, its name, its row in the plan, its words and its row in PRIVACY.md. */
export function addCheck(changes: ChangeSet, name: string): string[] {
  requireSlug(name);
  if (changes.read(CHECK_NAMES_FILE).includes(`'${name}'`))
    throw new Error(`the check "${name}" exists already: see CHECK_NAMES in ${CHECK_NAMES_FILE}`);
  const functionName = `${toCamelCase(name)}Check`;
  changes.create(`src/checks/${name}.ts`, checkSource(name, functionName));
  changes.create(`src/checks/${name}.test.ts`, checkTest(name, functionName));
  changes.edit(CHECK_NAMES_FILE, (text) => appendToList(text, 'CHECK_NAMES', `  '${name}'`));
  changes.edit(PLAN_FILE, (text) =>
    appendToList(
      addImport(text, `import { ${functionName} } from '../checks/${name}.ts';`),
      'PLAN',
      planRow(functionName),
    ),
  );
  for (const language of changes.list('extension/_locales'))
    changes.edit(`extension/_locales/${language}/messages.json`, (json) =>
      addMessage(json, `check_${toMessageKey(name)}`, {
        message: `${MARK} what the check ${name} asks`,
        description: 'Name of a check, in a list.',
      }),
    );
  changes.edit('tools/docs/requests.ts', (text) =>
    appendToList(text, 'REQUESTS', requestRow(`'${MARK} who is asked; hosts in code'`)),
  );
  return [
    'Read what it observes in src/diagnosis/findings/, and use that in a rule: npm run new -- rule NAME.',
    'Give it a scenario in e2e/network/scenarios/, and the innocent one that it must not call a block.',
    'After a change of tools/docs/requests.ts: npm run docs.',
  ];
}

/** A kind of request, as PRIVACY.md tells of it. `to`: code that names who is asked. */
export const requestRow = (to: string): string => `  {
    to: ${to},
    when: '${MARK} when',
    why: '${MARK} the question that the answer is for',
    reveals: '${MARK} what it tells, and whom',
    seen: '${MARK} what the network sees: the name, the port, what is in the clear',
  }`;

const checkSource = (
  name: string,
  functionName: string,
): string => `import { type Check, failureOutcome } from './check.ts';

// ${MARK} read what it observes in src/diagnosis/findings/, and use that in a rule.

/** ${MARK} what this check finds out, and what an answer cannot tell. */
export function ${functionName}(host: string, timeoutMs: number): Check {
  return {
    key: \`${name}:\${host}\`,
    name: '${name}',
    host,
    async run({ probe }, abortSignal) {
      const result = await probe({ url: \`https://\${host}/\`, timeoutMs, maxBodyBytes: 0 }, abortSignal);
      if (result.kind !== 'answered') return { outcome: failureOutcome(result), ms: result.ms };
      return { outcome: { kind: 'answered', status: result.status, secure: true }, ms: result.ms };
    },
  };
}
`;

const checkTest = (name: string, functionName: string): string => `import { expect, test } from 'vitest';
import { ${functionName} } from './${name}.ts';
import { runWithResult } from './testing/run-check.ts';

// ${MARK} a case for each answer, the innocent one included that must not look like a block.
test('an answer tells its status', async () => {
  const { asked, outcome } = await runWithResult(${functionName}('x.com', 2_000), { status: 200 });
  expect(asked?.url).toBe('https://x.com/');
  expect(outcome).toEqual({ kind: 'answered', status: 200, secure: true });
});
`;

const planRow = (functionName: string): string => `  {
    question: '${MARK} the question that the earlier observations leave open',
    // ${MARK} when the answer is worth a request; until then it is never asked.
    when: () => false,
    checks: ({ host }, _e, ms) => [${functionName}(host, ms)],
  }`;
