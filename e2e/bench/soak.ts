/**
 * `npm run bench:soak -- [--write]`
 *
 * What a page that fails all day, and one that opens windows without end, make the extension ask and show: with the real
 * detection, cases, plan and budgets, on a simulated clock. `--write` also puts the table into docs/measured.md.
 */
import { parseArgs } from 'node:util';
import { errorMessage } from '../../src/base/errors.ts';
import { writeMeasurements } from './measured.ts';
import { failingPage, hostileOpener, type SoakCounts } from './soak-day.ts';
import { toMarkdown } from './table.ts';

const DAY_HOURS = 24;
/** Windows of the opener: a hundred a minute for an hour, one every five seconds for a day. */
const [RUSH_MS, STEADY_MS] = [600, 5_000];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
  const rows: [string, string, SoakCounts, SoakCounts | null][] = [
    ...(await Promise.all(
      [5, 10, 30].map(
        async (seconds): Promise<[string, string, SoakCounts, SoakCounts]> => [
          `a page with three parts that fail every ${seconds} s`,
          'a day',
          await failingPage(DAY_HOURS, seconds * 1_000),
          await failingPage(DAY_HOURS, seconds * 1_000, false),
        ],
      ),
    )),
    [
      '100 windows a minute, two platforms in turn',
      'an hour',
      await hostileOpener(1, 'two platforms', { everyMs: RUSH_MS }),
      await hostileOpener(1, 'two platforms', { everyMs: RUSH_MS, isLimited: false }),
    ],
    [
      '100 windows a minute, every platform in turn',
      'an hour',
      await hostileOpener(1, 'every platform', { everyMs: RUSH_MS }),
      await hostileOpener(1, 'every platform', { everyMs: RUSH_MS, isLimited: false }),
    ],
    [
      'a window every 5 s, every platform in turn',
      'a day',
      await hostileOpener(DAY_HOURS, 'every platform', { everyMs: STEADY_MS }),
      null,
    ],
  ];
  const text = `## A page that does not stop\n\n\`npm run bench:soak\`.\n\n${toMarkdown({
    title: 'What a page can make the extension do',
    how: 'Real detection, cases, plan and budgets of cases on a simulated clock; the limits of each host, which hold in addition, are left out. Behind the slash: without the budgets of cases. Measurements are requests to OONI, its helpers and Globalping; a report needs a click, and none was made.',
    columns: ['what', 'time', 'checked cases', 'requests', 'of these measurements', 'popups'],
    rows: rows.map(([what, time, limited, free]) => [
      what,
      time,
      ...(['cases', 'requests', 'outside', 'popups'] as const).map((key) =>
        free ? `${limited[key]} / ${free[key].toLocaleString('en')}` : `${limited[key]}`,
      ),
    ]),
  })}`;
  console.log(text);
  if (values.write) await writeMeasurements(`${text}\n`, 'soak');
}

main().catch((error: unknown) => {
  console.error(errorMessage(error));
  process.exitCode = 1;
});
