/** When vantage points and recent measurements are asked: one request less is one trace less. */
import { expect, test } from 'vitest';
import { DRAWN_ENDPOINTS as ENDPOINTS } from '../config/testing/drawn-endpoints.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { deriveFindings } from '../diagnosis/findings/findings.ts';
import * as f from '../diagnosis/testing/observations.ts';
import type { Observation } from '../model/observation.ts';
import { nextChecks } from './plan.ts';
import type { CheckTarget } from './plan-row.ts';

const REMOTE_KEY = /^(vantage-points|measurements):/;
const checkTarget = f.xTarget;
const nextChecksFor = (symptom: Parameters<typeof f.diagnosisInput>[0], seen: Observation[]) =>
  nextChecks(checkTarget, ENDPOINTS, deriveFindings(f.diagnosisInput(symptom, seen)));
const remoteKeysFor = (...given: Parameters<typeof nextChecksFor>) =>
  nextChecksFor(...given)
    .map(({ key }) => key)
    .filter((key) => REMOTE_KEY.test(key));

const GLOBALPING = 'vantage-points:globalping:x.com';
const MEASUREMENTS = 'measurements:ooni:x.com';
const [noHelper, noVolunteers] = f.unreachableVantagePoints;
const refusedOnce = [f.observedRetry(f.failedWith('refused')), ...f.workingControls];
const deniedOnce = [f.observedRetry(f.failedWith('dns')), ...f.workingControls];
const failedLookups = [f.failedLookup('cloudflare'), f.failedLookup('google')];

test.each<[string, Parameters<typeof nextChecksFor>, string[]]>([
  ['OONI’s test helper was not asked yet', [f.errorSymptom('refused'), refusedOnce], []],
  ['the helper loads it', [f.errorSymptom('refused'), [...refusedOnce, f.observedTestHelper()]], []],
  [
    'the test helper was lost',
    [f.errorSymptom('refused'), [...refusedOnce, noHelper]],
    [GLOBALPING, MEASUREMENTS],
  ],
  [
    'the test helper fails as we do',
    [f.errorSymptom('refused'), [...refusedOnce, f.observedTestHelper('connection_refused')]],
    [GLOBALPING],
  ],
  [
    'the test helper fails in another way',
    [f.errorSymptom('refused'), [...refusedOnce, f.observedTestHelper('eof_error')]],
    [GLOBALPING],
  ],
  [
    'the site answers again',
    [f.errorSymptom('refused'), [f.observedRetry(f.answeredWith()), ...f.workingControls, noHelper]],
    [],
  ],
  [
    'no other site answers',
    [f.errorSymptom('refused'), [f.observedRetry(f.failedWith('refused')), ...f.timedOutControls, noHelper]],
    [],
  ],
  [
    'resolvers know the denied name',
    [f.errorSymptom('dns'), [...deniedOnce, ...f.matchingLookups, noHelper]],
    [MEASUREMENTS],
  ],
  [
    'no resolver can be asked about the denied name',
    [f.errorSymptom('dns'), [...deniedOnce, ...failedLookups, noHelper]],
    [GLOBALPING, MEASUREMENTS],
  ],
  [
    'the volunteers were lost at once',
    [f.errorSymptom('refused'), [...refusedOnce, noHelper, noVolunteers]],
    [GLOBALPING, `${GLOBALPING}:2`, MEASUREMENTS],
  ],
  [
    'the volunteers timed out',
    [f.errorSymptom('refused'), [...refusedOnce, noHelper, { ...noVolunteers, ms: 4_000 }]],
    [GLOBALPING, MEASUREMENTS],
  ],
  [
    'the volunteers’ service refused',
    [
      f.errorSymptom('refused'),
      [...refusedOnce, noHelper, { ...noVolunteers, outcome: { kind: 'void', why: 'status 429' } }],
    ],
    [GLOBALPING, MEASUREMENTS],
  ],
  [
    'after a hang there is no time for a second try',
    [f.hangSymptom, [f.observedRetry(f.timedOut), ...f.workingControls, noHelper, noVolunteers]],
    [GLOBALPING, MEASUREMENTS],
  ],
])('%s', (_, given, expected) => {
  expect(remoteKeysFor(...given)).toEqual(expected);
});

test('the questions name the country of the network, and none if none is known', async () => {
  const requestTexts = async (seen: Observation[], country: string): Promise<string> => {
    const said: string[] = [];
    const tasks = nextChecks(
      { ...checkTarget, country },
      ENDPOINTS,
      deriveFindings(f.diagnosisInput(f.errorSymptom('refused'), seen)),
    );
    for (const task of tasks.filter(({ key }) => REMOTE_KEY.test(key)))
      await task.run(
        {
          async probe({ url, postBody = '' }) {
            said.push(`${url} ${postBody}`);
            return { kind: 'timeout', ms: 1 };
          },
          now: () => 0,
          random: () => 0.5,
          pause: async () => {},
          findBlockPage: async () => undefined,
        },
        new AbortController().signal,
      );
    return said.join('\n');
  };
  const lost = [...refusedOnce, noHelper];
  const here = await requestTexts(lost, 'PK');
  expect(here).toContain('"country":"PK"');
  expect(here).toContain('probe_cc=PK');
  const elsewhere = await requestTexts([...refusedOnce, { ...noHelper, probeCc: 'DE' }], 'PK');
  expect(elsewhere).toContain('"country":"DE"');
  expect(elsewhere).toContain('probe_cc=DE');
  expect(elsewhere).not.toContain('PK');
  expect(await requestTexts(lost, '')).not.toContain('probe_cc');
});

test('a site that the test helper cleared waits only briefly for the volunteers', async () => {
  const longestTimeout = async (...witness: Observation[]): Promise<number> => {
    let longest = 0;
    const [task] = nextChecksFor(f.errorSymptom('refused'), [...refusedOnce, ...witness]).filter(
      ({ key }) => key === GLOBALPING,
    );
    await task?.run(
      {
        async probe({ timeoutMs }) {
          longest = timeoutMs;
          return { kind: 'timeout', ms: timeoutMs };
        },
        now: () => 0,
        random: () => 0.5,
        pause: async () => {},
        findBlockPage: async () => undefined,
      },
      new AbortController().signal,
    );
    return longest;
  };
  expect(await longestTimeout(f.observedTestHelper('connection_refused'))).toBe(1_900);
  expect(await longestTimeout(noHelper)).toBe(4_000);
});

test('a small file given up before a resolver, asked at the same time, had answered is asked for again', () => {
  const silentFile = { ...f.observedStaticFile(f.timedOut), ms: 1_900 };
  const slow = f.matchingLookups.map((one) => ({ ...one, ms: 1_200 }));
  const repeatedKeys = (...seen: Observation[]) =>
    nextChecksFor(f.hangSymptom, seen)
      .map(({ key }) => key)
      .filter((key) => key === 'retry:patient' || key === 'static-file:x.com:2');
  expect(repeatedKeys(silentFile, ...f.workingControls, ...slow)).toEqual(['static-file:x.com:2']);
  // Until then no timeout counts against the network.
  const early = diagnose(f.diagnosisInput(f.hangSymptom, [silentFile, ...f.workingControls, ...slow]));
  expect(early.kind).toBe('inconclusive');
  expect(repeatedKeys(silentFile, ...f.workingControls, ...f.matchingLookups)).toEqual([]);
});

test('a retry given up too early is made again with more time', () => {
  const silentRetry = { ...f.observedRetry(f.timedOut), ms: 1_900 };
  const slowControls = f.workingControls.map((control) => ({ ...control, ms: 1_200 }));
  const keys = nextChecksFor(f.errorSymptom('timeout'), [silentRetry, ...slowControls]).map(({ key }) => key);
  expect(keys).toContain('retry:patient');
  expect(keys).not.toContain('static-file:x.com:2');
});

const keysFor = (...given: Parameters<typeof nextChecksFor>) => nextChecksFor(...given).map(({ key }) => key);
const [firstControl] = ENDPOINTS.controls;
const PATIENT_CONTROL = `control:${firstControl?.name}:patient`;

test.each<[string, Observation[], boolean]>([
  ['no control was asked', [], false],
  ['one control alone was silent so far', f.timedOutControls.slice(0, 1), false],
  ['all were silent', f.timedOutControls, true],
  ['one answered', [...f.timedOutControls.slice(1), f.observedControl('google')], false],
  [
    'one was cut: something is there, and quick',
    [...f.timedOutControls.slice(1), f.observedControl('google', f.failedWith('reset'))],
    false,
  ],
])(
  'a control is asked once more, with patience, on a line that is dead or very slow: %s',
  (_, seen, isAsked) => {
    expect(keysFor(f.hangSymptom, seen).includes(PATIENT_CONTROL)).toBe(isAsked);
  },
);

test('the patient control waits eight seconds, and is asked once', async () => {
  const seen = [...f.timedOutControls, f.observedControl(`${firstControl?.name}:patient`, f.timedOut)];
  const [check, ...others] = nextChecksFor(f.hangSymptom, seen).filter(({ key }) => key === PATIENT_CONTROL);
  expect(others).toEqual([]);
  let timeoutMs = 0;
  await check?.run(
    {
      async probe(request) {
        timeoutMs = request.timeoutMs;
        return { kind: 'timeout', ms: 1 };
      },
      now: () => 0,
      random: () => 0.5,
      findBlockPage: async () => undefined,
    },
    new AbortController().signal,
  );
  expect(timeoutMs).toBe(8_000);
});

test('a control that answers late shows that the line is slow, not dead', () => {
  const late = { ...f.observedControl('google:patient'), ms: 5_500 };
  const kindWith = (...seen: Observation[]) =>
    diagnose(f.diagnosisInput(f.hangSymptom, [...f.timedOutControls, ...seen])).kind;
  expect([kindWith(), kindWith(late)]).toEqual(['offline', 'inconclusive']);
  const elsewhere = keysFor(f.hangSymptom, [...f.timedOutControls, late]).filter((key) =>
    /^(domestic|foreign):/.test(key),
  );
  expect(elsewhere).toEqual([]);
});

const BARE_KEYS = ENDPOINTS.addresses.map(({ name }) => `ip-literal:bare:${name}`);

test.each<[string, Observation[], boolean]>([
  ['controls are not found', f.namelessControls, true],
  ['one of them alone is not', f.namelessControls.slice(0, 1), false],
  ['one is found', [...f.namelessControls, f.observedControl('cloudflare')], false],
  [
    'one is cut, so its name was found',
    [...f.namelessControls, f.observedControl('cloudflare', f.failedWith('reset'))],
    false,
  ],
])('bare addresses are asked only where no name is found: %s', (_, controls, isAsked) => {
  const keys = keysFor(f.errorSymptom('dns'), [f.observedRetry(f.failedWith('dns')), ...controls]);
  expect(keys.filter((key) => key.startsWith('ip-literal:bare:'))).toEqual(isAsked ? BARE_KEYS : []);
});

const literalKeys = (symptom: Parameters<typeof nextChecksFor>[0], ...seen: Observation[]) =>
  keysFor(symptom, seen).filter((key) => key.startsWith('ip-literal:'));
const refusedByControlsSide = [
  f.observedRetry(f.failedWith('refused')),
  ...f.publicControls,
  ...f.matchingLookups,
];

test('the address is timed three times, with the name and without, only where the browser does not say which one refused', () => {
  const timedAt = (address: string) => [1, 2, 3].map((n) => `ip-literal:${address}${n === 1 ? '' : `:${n}`}`);
  const namedKeys = [1, 2, 3].map((n) => `ip-literal:name:${n}`);
  expect(new Set(literalKeys(f.errorSymptom('refused'), ...refusedByControlsSide))).toEqual(
    new Set([...timedAt(f.SITE_IPV4), ...namedKeys]),
  );
  // Firefox names the address.
  const named = literalKeys(f.errorSymptom('refused', f.SITE_IPV4), ...refusedByControlsSide);
  expect(new Set(named)).toEqual(new Set([`ip-literal:${f.SITE_IPV4}`]));
  // A failure of another kind is not timed, and how the address treats a request without the name explains no cut.
  const cut = [f.observedRetry(f.failedWith('reset')), ...f.publicControls, ...f.matchingLookups];
  expect(literalKeys(f.errorSymptom('reset'), ...cut)).toEqual([]);
  expect(
    literalKeys(f.errorSymptom('refused'), f.observedRetry(f.failedWith('refused')), ...f.publicControls),
  ).toEqual([]);
});

test.each<[string, Parameters<typeof nextChecksFor>[0], string]>([
  ['a silent page', f.hangSymptom, 'static-file:x.com'],
  ['a page that stalls, for the time of its handshake', f.stalledSymptom, 'static-file:x.com'],
  ['a page that fails', f.errorSymptom('reset'), 'retry:1'],
  ['parts that fail', f.partialLoadSymptom('timeout'), 'retry:1'],
])('the first request to the host repeats %s', (_, symptom, key) => {
  const first = keysFor(symptom, []).filter((one) => /^(static-file|retry):/.test(one));
  expect(first).toEqual([key]);
});

test('a cut connection is worth one more request where nothing else repeats it, and no other domain', () => {
  const cut = [f.observedRetry(f.failedWith('reset')), ...f.workingControls];
  const keysIn = (
    more: Partial<CheckTarget>,
    seen: Observation[],
    symptom: Parameters<typeof f.diagnosisInput>[0] = f.errorSymptom('reset'),
  ) =>
    nextChecks(
      { ...checkTarget, alternates: ['twitter.com'], ...more },
      ENDPOINTS,
      deriveFindings(f.diagnosisInput(symptom, seen)),
    )
      .map(({ key }) => key)
      .filter((key) => /^(retry:2|alternate)/.test(key));
  expect(keysIn({}, cut)).toEqual(['retry:2']);
  expect(keysIn({ repeatsResets: true }, cut)).toEqual([]);
  // The page is asked to repeat it.
  expect(keysIn({ tabId: 7 }, cut, f.partialLoadSymptom('reset'))).toEqual([]);
  // Failures of two kinds may be a bad line. Another domain tells something only if nobody outside does.
  const unalike = [f.observedRetry(f.failedWith('tls')), ...f.workingControls];
  expect(keysIn({ repeatsResets: true }, unalike)).toEqual(['retry:2']);
  const [lostHelper] = f.unreachableVantagePoints;
  expect(keysIn({}, [...unalike, lostHelper])).toEqual(['alternate:twitter.com', 'retry:2']);
});
