/** A page that opens, checked because the person asked. */
import * as m from '../media-observations.ts';
import * as f from '../observations.ts';
import type { RuleCase } from './rule-case.ts';

const slowTwice = [1, 2].map((round) => m.observedMediaSample(round, 64_000, 4_000));
const frozen = (round: number) => m.observedMediaSample(round, 16_000, 5_000, 'stopped');
const known = [m.observedMediaLookup('google', [f.SITE_IPV4])];
const failsWith = (failure: Parameters<typeof f.failedWith>[0]) =>
  [m.VIDEO_HOST, m.PICTURE_HOST].flatMap((host) => m.failedMediaTwice(host, f.failedWith(failure)));
const timesOut = [m.VIDEO_HOST, m.PICTURE_HOST].flatMap((host) => m.failedMediaTwice(host, f.timedOut));

export const MEDIA_CASES: readonly RuleCase[] = [
  [
    'videos come slowly, twice, the page and other sites fast',
    [m.requestedSymptom, [...m.fastPage, ...m.fastControls, m.observedMedia(m.VIDEO_HOST), ...slowTwice]],
    'media-slow-controls-fast',
    'likely',
  ],
  [
    'the same, and the pace of the page is unknown',
    [m.requestedSymptom, [...m.openPage, ...m.fastControls, ...slowTwice]],
    'media-slow-controls-fast',
    'possible',
  ],
  [
    'videos come slowly once',
    [m.requestedSymptom, [...m.fastPage, ...m.fastControls, ...slowTwice.slice(0, 1)]],
    'requested-works',
    'possible',
  ],
  [
    'videos come slowly, and so does everything',
    [
      m.requestedSymptom,
      [...m.fastPage, ...slowTwice, ...[1, 2].map((n) => f.observedThroughput('control', n, 20_000))],
    ],
    'requested-works',
    'possible',
  ],
  [
    'the page itself comes slowly, and so does everything',
    [
      m.requestedSymptom,
      [
        ...m.openPage,
        ...['platform', 'control'].map((of) => f.observedThroughput(of as 'control', 1, 20_000)),
      ],
    ],
    'requested-on-slow-line',
    'possible',
  ],
  [
    'a video stops twice',
    [m.requestedSymptom, [...m.fastPage, ...m.fastControls, frozen(1), frozen(2)]],
    'media-stops-here-only',
    'likely',
  ],
  [
    'a video stops once',
    [m.requestedSymptom, [...m.fastPage, ...m.fastControls, frozen(1)]],
    'media-stops-here-only',
    'possible',
  ],
  [
    'a video stops once, then comes',
    [
      m.requestedSymptom,
      [...m.fastPage, ...m.fastControls, frozen(1), m.observedMediaSample(2, 131_072, 200, 'limit')],
    ],
    'requested-works',
    'likely',
  ],
  [
    'a video stops, and nothing shows that this line does better',
    [m.requestedSymptom, [...m.fastPage, frozen(1)]],
    'media-unclear',
    'possible',
  ],
  ...(['reset', 'dns', 'refused', 'certificate'] as const).map(
    (failure): RuleCase => [
      `all hosts of videos and pictures fail here alone: ${failure}`,
      [m.requestedSymptom, [...m.fastPage, ...failsWith(failure), ...known, m.observedMediaHelper()]],
      `media-fails-${failure === 'certificate' ? 'tls' : failure}`,
      // A filter at home keeps names away, too.
      failure === 'dns' || failure === 'refused' ? 'possible' : 'likely',
    ],
  ),
  [
    'all hosts of videos and pictures are silent, and nobody elsewhere was asked',
    [m.requestedSymptom, [...m.fastPage, ...timesOut, ...known]],
    'media-fails-timeout',
    'possible',
  ],
  [
    'they fail for others as well',
    [
      m.requestedSymptom,
      [...m.fastPage, ...timesOut, ...known, m.observedMediaHelper('generic_timeout_error')],
    ],
    'media-unclear',
    'possible',
  ],
  [
    'they fail, and no resolver elsewhere knows the name',
    [
      m.requestedSymptom,
      [...m.fastPage, ...failsWith('dns'), m.observedMediaLookup('google', [], 'NXDOMAIN')],
    ],
    'media-unclear',
    'possible',
  ],
  [
    'they show wrong certificates, and it is not known what others see',
    [m.requestedSymptom, [...m.fastPage, ...failsWith('certificate'), ...known]],
    'media-unclear',
    'possible',
  ],
  [
    'one of two hosts fails',
    [
      m.requestedSymptom,
      [
        ...m.fastPage,
        ...m.failedMediaTwice(m.VIDEO_HOST, f.failedWith('reset')),
        m.observedMedia(m.PICTURE_HOST),
        ...known,
        m.observedMediaHelper(),
      ],
    ],
    'requested-works',
    'possible',
  ],
  [
    'everything that was looked at works, and comes fast',
    [
      m.requestedSymptom,
      [...m.fastPage, m.observedMedia(m.VIDEO_HOST), m.observedMediaSample(1, 131_072, 200, 'limit')],
    ],
    'requested-works',
    'likely',
  ],
  [
    'everything answers, and no video could be measured',
    [m.requestedSymptom, [...m.fastPage, m.observedMedia(m.VIDEO_HOST)]],
    'requested-works',
    'possible',
  ],
  [
    'a site turns a request without cookies away, the person sees its page',
    [m.requestedSymptom, [f.observedRetry(f.answeredWith(403)), ...f.workingControls]],
    'requested-works',
    'possible',
  ],
  [
    'a known block page in valid TLS',
    [
      m.requestedSymptom,
      [f.observedRetry(f.answeredWith(200, { blockPage: 'frame' })), ...f.workingControls],
    ],
    'blockpage-over-tls',
    'likely',
  ],
  [
    'the page itself stops',
    [
      m.requestedSymptom,
      [
        ...m.openPage,
        ...m.fastControls,
        ...[1, 2].map((n) => ({
          ...f.observedThroughput('platform', n, 0),
          outcome: {
            kind: 'measured',
            of: 'platform',
            bytes: 16_000,
            bodyMs: 5_000,
            end: 'stopped',
          } as const,
        })),
      ],
    ],
    'frozen-here-only',
    'possible',
  ],
];
