import { expect, test } from 'vitest';
import type { CheckContext } from '../../src/checks/check.ts';
import { oversizedRequestCheck } from '../../src/checks/oversized-request.ts';
import { renderRequestTable } from './requests.ts';

test.each([1, 2, 3] as const)(
  'the table tells how long the oversized address is, and of what: attempt %i',
  async (attempt) => {
    const requested: string[] = [];
    const context: CheckContext = {
      async probe({ url }) {
        requested.push(url);
        return { kind: 'timeout', ms: 1 };
      },
      now: () => 0,
      random: () => 0.5,
      findBlockPage: async () => undefined,
    };
    await oversizedRequestCheck('x.com', 1, attempt).run(context, new AbortController().signal);

    const [, count = '', characters] = /\(([\d,]+) (\w+)\)/.exec(renderRequestTable()) ?? [];
    expect(characters).toBe('digits');
    expect(requested).toHaveLength(1);
    expect(requested[0]).toMatch(new RegExp(`^https://x\\.com/\\?\\d{${count.replace(',', '')}}$`));
  },
);
