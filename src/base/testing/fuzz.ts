/** Many broken inputs for each place where bytes come in from outside. Tests of borders are beside their parsers. */
import { test } from 'vitest';
import { errorMessage } from '../errors.ts';
import { seededRandom } from '../random.ts';

/** Every run of the tests plays these, and one fresh seed. Add the seed of each failure that is found. */
const KEPT_SEEDS = [20261125, 4711, 99];
const INPUTS_PER_SEED = 25_000;
/** One input that takes this long, ms, is a way to make the extension hang. A busy machine stops for less. */
const MAX_INPUT_MS = 2_000;

export type Random = () => number;

export interface Border<T> {
  make(random: Random): T;
  /** Throws if the input does harm: an error of another class than the border's own, a result outside its schema. */
  check(input: T): void | Promise<void>;
}

/** A test with 100,000 inputs. `FUZZ_SEED=7 npx vitest run -t NAME` plays one seed again. */
export function fuzz<T>(border: string, { make, check }: Border<T>): void {
  const { FUZZ_SEED } = process.env;
  const fresh = Math.floor(Math.random() * 2 ** 32);
  const seeds = FUZZ_SEED === undefined ? [...KEPT_SEEDS, fresh] : [Number(FUZZ_SEED)];
  test(`fuzz: ${border}`, { timeout: 120_000 }, async () => {
    // Most inputs end in an error, and a trace costs more than all else.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    for (const seed of seeds) await playSeed(seed, { make, check });
    Error.stackTraceLimit = stackTraceLimit;
  });
}

async function playSeed<T>(seed: number, { make, check }: Border<T>): Promise<void> {
  const random = seededRandom(seed);
  for (let n = 0; n < INPUTS_PER_SEED; n++) {
    const input = make(random);
    const start = performance.now();
    try {
      const pending = check(input);
      if (pending) await pending;
      if (performance.now() - start > MAX_INPUT_MS) throw new Error(`took more than ${MAX_INPUT_MS} ms`);
    } catch (error) {
      const shown = JSON.stringify(input)?.slice(0, 2_000);
      throw new Error(`FUZZ_SEED=${seed}, input ${n}: ${errorMessage(error)}\n${shown}`, { cause: error });
    }
  }
}

export const pick = <T>(random: Random, items: readonly T[]): T => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('Nothing to pick from');
  return item;
};
const below = (random: Random, limit: number): number => Math.floor(random() * limit);

const HOSTILE_TEXTS = [
  '',
  ' ',
  '__proto__',
  'constructor',
  '\u0000',
  '\ud800',
  '\u202e<script>',
  '../../..',
  'https://',
  '127.0.0.1',
  '::',
  '[::1]:443',
  '-1',
  '1e999',
  'NaN',
  '9999-99-99',
  'ZZ',
  'xn--',
  'x'.repeat(300),
];
/** What JSON can hold; `1e999` becomes infinite in it. */
const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e15,
  1e308,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  [],
  {},
  [[]],
  [null],
  ...HOSTILE_TEXTS,
];

/** A text with some letters changed, left out or doubled, or another one. */
export function brokenText(random: Random, text: string): string {
  const at = below(random, text.length + 1);
  const end = at + below(random, 8);
  switch (below(random, 5)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(end);
    case 2:
      return text.slice(0, at) + pick(random, HOSTILE_TEXTS) + text.slice(end);
    case 3:
      return text.slice(0, end) + text.slice(at);
    default:
      return text.slice(0, at) + String.fromCharCode(below(random, 0x3000)) + text.slice(at + 1);
  }
}

/** A copy of a JSON value with one to three parts changed. Parts that are not changed are shared. */
export function brokenJson(random: Random, value: unknown): unknown {
  let changed = value;
  for (let left = 1 + below(random, 3); left > 0; left--) changed = breakOnce(random, changed);
  return changed;
}

function breakOnce(random: Random, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.1) return brokenLeaf(random, value);
  const keys = Object.keys(value);
  if (keys.length === 0 || random() < 0.05)
    return { ...value, [pick(random, HOSTILE_TEXTS)]: pick(random, HOSTILE_VALUES) };
  const key = pick(random, keys);
  const part = (value as Record<string, unknown>)[key];
  if (Array.isArray(value)) {
    const at = Number(key);
    if (random() < 0.15) return value.toSpliced(at, 1);
    if (random() < 0.1) return value.toSpliced(at, 0, part, part);
    return value.with(at, breakOnce(random, part));
  }
  if (random() < 0.1) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  return { ...value, [key]: breakOnce(random, part) };
}

function brokenLeaf(random: Random, value: unknown): unknown {
  if (typeof value === 'string' && random() < 0.6) return brokenText(random, value);
  if (typeof value === 'number' && random() < 0.4) return value * pick(random, [-1, 0, 0.1, 10, 1e9, 1e300]);
  return pick(random, HOSTILE_VALUES);
}

/** Bytes with some flipped, left out, doubled or cut off; now and then noise alone. */
export function brokenBytes(random: Random, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (random() < 0.05) return Uint8Array.from({ length: below(random, 80) }, () => below(random, 256));
  let changed = Uint8Array.from(bytes);
  for (let left = 1 + below(random, 4); left > 0; left--) {
    const at = below(random, changed.length + 1);
    const end = at + below(random, 12);
    const kind = below(random, 6);
    if (kind === 0) changed = changed.slice(0, at);
    else if (kind === 1) changed = Uint8Array.from([...changed.slice(0, end), ...changed.slice(at)]);
    else changed[at] = pick(random, [0, 1, 0xff, 0xc0, 0x80, 0x3f, below(random, 256), below(random, 256)]);
  }
  return changed;
}

/** A JSON value as it arrives: broken as a value, or, more rarely, as text. */
export function brokenJsonText(random: Random, value: unknown): string {
  const text = JSON.stringify(brokenJson(random, value)) ?? '';
  if (random() < 0.1) return brokenText(random, text);
  return random() < 0.1 ? text.replace(/\d+/, '1e999') : text;
}
