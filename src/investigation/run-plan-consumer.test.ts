import { expect, test, vi } from 'vitest';
import { errorSymptom } from '../diagnosis/testing/observations.ts';

import {
  caseWith,
  fakeNetwork,
  okResult,
  resetResult,
  runPlanOn,
  waitTurns,
  whereXGives,
} from './testing/plan-run.ts';

test('observations are taken before the next checks start', async () => {
  const net = fakeNetwork(whereXGives(resetResult));
  const taken: string[] = [];
  const seen = await runPlanOn(caseWith(errorSymptom('reset')), net, {
    take: async (batch) => {
      const isFirst = taken.length === 0;
      taken.push(...batch.map(({ key }) => key));
      if (!isFirst) return;
      // While the first observations are being stored, nothing that would follow from them is asked.
      await waitTurns(20);
      expect(net.urls().filter((url) => /dns|^http:..x/.test(url))).toEqual([]);
    },
  });
  expect(taken).toEqual(seen.map((o) => o.key));
  expect(net.urls().some((url) => url.includes('dns'))).toBe(true);
});

test('a slow disk is waited for once for all that is made meanwhile, not once for each observation', async () => {
  let batches = 0;
  const seen = await runPlanOn(caseWith(errorSymptom('reset')), fakeNetwork(whereXGives(resetResult)), {
    take: async () => {
      batches++;
      await waitTurns(20);
    },
  });
  expect(seen.length).toBeGreaterThan(12);
  expect(batches).toBeLessThanOrEqual(8);
});

test('what is made by the deadline counts, even if the consumer is busy then', async () => {
  const deadline = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(deadline.signal);
  const seen = await runPlanOn(
    caseWith(errorSymptom('reset')),
    fakeNetwork(async (url) => {
      if (url.startsWith('https://x.com')) return resetResult;
      await waitTurns(3);
      return okResult;
    }),
    {
      take: async () => {
        await waitTurns(20);
        deadline.abort();
      },
    },
  );
  vi.restoreAllMocks();
  expect(seen.map(({ key }) => key)).toEqual(
    expect.arrayContaining(['retry:1', 'control:google', 'control:apple']),
  );
});

test('after the caller has ended it, nothing more is given', async () => {
  const ended = new AbortController();
  const seen = await runPlanOn(
    caseWith(errorSymptom('reset')),
    fakeNetwork(async (url) => {
      if (!url.startsWith('https://x.com')) await waitTurns(3);
      return resetResult;
    }),
    {
      abortSignal: ended.signal,
      take: async () => {
        await waitTurns(20);
        ended.abort();
      },
    },
  );
  expect(seen.map(({ key }) => key)).toEqual(['retry:1']);
});

test('a check that throws while observations are taken ends the run with its error', async () => {
  const running = runPlanOn(
    caseWith(errorSymptom('reset')),
    fakeNetwork(async (url) => {
      if (url.startsWith('https://x.com')) return resetResult;
      await waitTurns(3);
      throw new TypeError('a defect');
    }),
    { take: () => waitTurns(20) },
  );
  await expect(running).rejects.toThrow('a defect');
});
