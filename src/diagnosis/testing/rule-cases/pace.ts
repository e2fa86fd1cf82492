/** Pages that begin and do not end: frozen, slowed down, slow for everyone, or too short to tell. */

import type { Symptom } from '../../../model/symptom.ts';
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const answeredHere = [f.observedRetry(f.answeredWith()), ...f.workingControls];
const slowTwice = [...answeredHere, ...f.throughputPairs(4_000, 900_000)];
const frozenTwice = [...f.workingControls, f.frozenSample(1), f.frozenSample(2), f.quickControl()];
const draggingTwice = [1, 2].map((n) => f.observedSample('platform', 'time', 8_000, { id: `page:${n}` }));
/** A small file of the host that took two seconds: its server had nothing to think about. */
const lateFile = { ...f.observedStaticFile(), ms: 2_000 };
const pagesOf = (bytes: number, n: number) =>
  f.observedSample('platform', 'complete', bytes, { id: `page:${n}`, bodyMs: 60 });
const slowLiteral = { ...f.observedIpLiteral(f.failedWith('other')), ms: 900 };

/** The page was cut after its head had come. */
const cutSymptom: Symptom = { kind: 'error', failure: 'reset', error: 'reset', ms: 300, begun: true };
const cutSample = { ...f.timedOutSample(1), outcome: f.failedWith('reset') };

export const PACE_CASES: readonly RuleCase[] = [
  [
    'the page is cut after some KB, its head comes again, and a sample is cut as well: nobody knows by whom',
    [cutSymptom, [...answeredHere, cutSample, f.quickControl()]],
    'pace-unclear',
    'possible',
  ],
  [
    'the page is cut once after some KB, and a long sample comes fast',
    [
      cutSymptom,
      [...answeredHere, f.observedSample('platform', 'limit', 131_072, { id: 'page:1', bodyMs: 90 })],
    ],
    'fast-again',
    'likely',
  ],
  [
    'the page stops, and so does a sample, while another site’s file comes whole',
    [f.stalledSymptom, [...f.workingControls, f.frozenSample(), f.quickControl()]],
    'frozen-here-only',
    'possible',
  ],
  [
    'two samples stop after a hang, and the site works elsewhere',
    [f.hangSymptom, [f.observedStaticFile(), ...frozenTwice, f.observedTestHelper()]],
    'frozen-here-only',
    'likely',
  ],
  [
    'one sample stops, and the next one gets no answer on the frozen connection',
    [
      f.hangSymptom,
      [
        f.observedStaticFile(),
        ...f.workingControls,
        f.frozenSample(1),
        f.timedOutSample(2),
        f.quickControl(),
      ],
    ],
    'frozen-here-only',
    'possible',
  ],
  [
    'parts of the page hang, and samples of their host stop',
    [f.partialLoadSymptom('timeout'), [f.observedRetry(f.answeredWith(403)), ...frozenTwice]],
    'frozen-here-only',
    'possible',
  ],
  [
    'a page is silent while its small files come, and a sample of it stops: that is twice',
    [
      f.hangSymptom,
      [
        f.observedStaticFile(),
        ...f.workingControls,
        f.frozenSample(),
        f.quickControl(),
        f.observedTestHelper(),
      ],
    ],
    'frozen-here-only',
    'likely',
  ],
  [
    'the head of the page comes at once, and nothing of its body: the server may keep it back',
    [f.stalledSymptom, [...f.workingControls, f.timedOutSample(), f.observedPageHead(120), f.quickControl()]],
    'pace-unclear',
    'possible',
  ],
  [
    'the same, and the site works elsewhere: nothing of it was seen to stop',
    [
      f.stalledSymptom,
      [
        ...f.workingControls,
        f.timedOutSample(),
        f.observedPageHead(120),
        f.quickControl(),
        f.observedTestHelper(),
      ],
    ],
    'frozen-here-only',
    'possible',
  ],
  [
    'the same, but the head is an error page: the site is broken',
    [
      f.stalledSymptom,
      [...f.workingControls, f.timedOutSample(), f.observedPageHead(120, 503), f.quickControl()],
    ],
    'pace-unclear',
    'possible',
  ],
  [
    'nothing of the page comes, a small file comes late, and its address is quick without the name',
    [
      f.stalledSymptom,
      [
        ...f.workingControls,
        lateFile,
        f.timedOutSample(),
        f.observedPageHead(500),
        f.quickControl(),
        ...f.matchingLookups,
        f.observedIpLiteral(f.failedWith('other')),
      ],
    ],
    'slow-here-controls-fast',
    'likely',
  ],
  [
    'all samples stop, the other sites’ too: the line',
    [
      f.stalledSymptom,
      [
        ...f.workingControls,
        f.frozenSample(1),
        f.frozenSample(2),
        f.observedSample('control', 'stopped', 16_384, { id: 'google:1', bodyMs: 5_050 }),
      ],
    ],
    'pace-unclear',
    'possible',
  ],
  [
    'a control that ends by itself after 20 KB does not show that the line carries more',
    [
      f.stalledSymptom,
      [
        ...f.workingControls,
        f.frozenSample(),
        f.observedSample('control', 'complete', 20_000, { id: 'google:1', bodyMs: 50 }),
      ],
    ],
    'pace-unclear',
    'possible',
  ],
  [
    'frozen, and the test helper cannot load it in its time either',
    [f.stalledSymptom, [...frozenTwice, f.patientTestHelper]],
    'slow-everywhere',
    'possible',
  ],
  [
    'slow, a retry is silent, and it is so for the test helper',
    [
      f.stalledSymptom,
      [
        ...f.workingControls,
        ...f.throughputPairs(4_000, 900_000),
        f.observedRetry(f.timedOut),
        f.observedTestHelper('generic_timeout_error'),
      ],
    ],
    'slow-everywhere',
    'likely',
  ],
  [
    'slow twice, while another site is fast',
    [f.stalledSymptom, slowTwice],
    'slow-here-controls-fast',
    'possible',
  ],
  [
    'the same, and the test helper loads 200 KB in a second',
    [
      f.stalledSymptom,
      [...slowTwice, { ...f.observedTestHelper(undefined, undefined, { bodyLength: 200_000 }), ms: 1_000 }],
    ],
    'slow-here-controls-fast',
    'possible',
  ],
  [
    'handshakes with the name are slow, and quick at the same address without it',
    [
      f.stalledSymptom,
      [
        ...f.workingControls,
        lateFile,
        f.observedSample('platform', 'time', 8_000, { id: 'page:1' }),
        f.quickControl(),
        ...f.matchingLookups,
        f.observedIpLiteral(f.failedWith('other')),
      ],
    ],
    'slow-here-controls-fast',
    'likely',
  ],
  [
    'handshakes are slow with the name and without it: a busy server looks so',
    [
      f.stalledSymptom,
      [...f.workingControls, lateFile, ...draggingTwice, f.quickControl(), ...f.matchingLookups, slowLiteral],
    ],
    'pace-unclear',
    'possible',
  ],
  [
    'the small file comes as late as controls of the same moment: a busy device says nothing of the handshake',
    [
      f.stalledSymptom,
      [
        ...f.workingControls.map((control) => ({ ...control, ms: 1_100 })),
        lateFile,
        ...draggingTwice,
        f.quickControl(),
        ...f.matchingLookups,
        f.observedIpLiteral(f.failedWith('other')),
      ],
    ],
    'slow-here-controls-fast',
    'possible',
  ],
  [
    'heads of the page take two seconds, and a small file none: the server thinks',
    [
      f.stalledSymptom,
      [
        ...f.workingControls,
        f.observedStaticFile(),
        f.observedSample('platform', 'time', 8_000, { id: 'page:1', headMs: 2_000 }),
        f.quickControl(),
        ...f.matchingLookups,
        f.observedIpLiteral(f.failedWith('other')),
      ],
    ],
    'pace-unclear',
    'possible',
  ],
  [
    'the page did not end, and one sample drags for seven seconds: no moment of bad luck',
    [
      f.stalledSymptom,
      [
        ...f.workingControls,
        f.observedSample('platform', 'time', 14_000, { id: 'page:1', bodyMs: 7_000 }),
        f.quickControl(),
      ],
    ],
    'slow-here-controls-fast',
    'possible',
  ],
  [
    'one sample drags for four seconds',
    [
      f.stalledSymptom,
      [...f.workingControls, f.observedSample('platform', 'time', 8_000, { id: 'page:1' }), f.quickControl()],
    ],
    'pace-unclear',
    'possible',
  ],
  [
    'slow, but so is every site',
    [f.stalledSymptom, [...answeredHere, ...f.throughputPairs(4_000, 5_000)]],
    'slow-line',
    'possible',
  ],
  [
    'slow once, and the only other site that was sampled comes no faster',
    [
      f.stalledSymptom,
      [
        ...answeredHere,
        f.observedSample('platform', 'time', 12_000, { id: 'page:1' }),
        f.observedSample('control', 'time', 13_000, { id: 'google:1' }),
      ],
    ],
    'slow-line',
    'possible',
  ],
  [
    'slow twice, fast another time',
    [f.stalledSymptom, [...slowTwice, f.observedThroughput('platform', 3, 400_000)]],
    'fast-again',
    'likely',
  ],
  [
    'the page stopped once, and its body is long and whole now',
    [f.stalledSymptom, [...f.workingControls, pagesOf(200_000, 1)]],
    'fast-again',
    'likely',
  ],
  [
    'the page stopped, and what it sends is too short to tell',
    [f.stalledSymptom, [...f.workingControls, pagesOf(12_000, 1)]],
    'pace-unclear',
    'possible',
  ],
  [
    'a page that sends nothing within its time, and then is short, tells nothing',
    [
      f.partialLoadSymptom('timeout'),
      [f.observedRetry(f.answeredWith()), ...f.workingControls, pagesOf(900, 1)],
    ],
    'pace-unclear',
    'possible',
  ],
];
