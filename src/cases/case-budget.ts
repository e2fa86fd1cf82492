import * as v from 'valibot';
import type { SessionMemory } from '../base/session-memory.ts';
import { isTooFarAhead } from '../base/stored-time.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/time.ts';

/**
 * How long a platform's next case has to wait after the first, the second, … one, ms; the last wait is that of all others. A
 * person reloads a page twice, in two tabs; a page whose parts fail all day does not stop.
 */
const WAITS_MS = [0, 0, 5 * MINUTE_MS, 30 * MINUTE_MS, 3 * HOUR_MS, 12 * HOUR_MS];
/** After so long without a case, ms, a platform begins anew. */
const FORGET_MS = DAY_MS;
/** Cases of all platforms together: a page that opens windows must not choose how much is asked. */
const MAX_PER_HOUR = 10;
const MAX_PER_DAY = 40;
/** ms between two popups of a platform that open by themselves. */
const POPUP_MS = DAY_MS;
const KEY = 'caseBudget';

const PlatformSchema = v.object({
  cases: v.number(),
  /** Unix epoch, ms. */
  lastAt: v.number(),
  popupAt: v.optional(v.number()),
});
const RecordSchema = v.object({
  /** When the cases of the last day began, Unix epoch, ms. */
  startedAt: v.array(v.number()),
  platforms: v.record(v.string(), PlatformSchema),
});
type BudgetRecord = v.InferOutput<typeof RecordSchema>;

/**
 * How often failures are checked without a click, and how often the popup opens by itself. Nothing that a page does gives it
 * more: neither other hosts, tabs and windows, nor a page that arrives in between. It is kept while the background sleeps, in
 * memory alone.
 */
export class CaseBudget {
  readonly #memory: SessionMemory;
  readonly #now: () => number;
  /** What a full memory did not take. */
  #unsaved: BudgetRecord | undefined;

  /** @param now Unix epoch, ms */
  constructor(memory: SessionMemory, now: () => number) {
    this.#memory = memory;
    this.#now = now;
  }

  async hasRoomFor(platform: string): Promise<boolean> {
    const { startedAt, platforms } = await this.#load();
    const now = this.#now();
    if (startedAt.length >= MAX_PER_DAY) return false;
    if (startedAt.filter((at) => now - at < HOUR_MS).length >= MAX_PER_HOUR) return false;
    const known = platforms[platform];
    return !known || now - known.lastAt >= waitAfter(known.cases);
  }

  async spend(platform: string): Promise<void> {
    const record = await this.#load();
    const now = this.#now();
    const known = record.platforms[platform];
    await this.#save({
      startedAt: [...record.startedAt, now],
      platforms: {
        ...record.platforms,
        [platform]: { ...known, cases: (known?.cases ?? 0) + 1, lastAt: now },
      },
    });
  }

  async mayOpenPopup(platform: string): Promise<boolean> {
    const popupAt = (await this.#load()).platforms[platform]?.popupAt;
    return popupAt === undefined || this.#now() - popupAt >= POPUP_MS;
  }

  async notePopup(platform: string): Promise<void> {
    const record = await this.#load();
    const known = record.platforms[platform] ?? { cases: 0, lastAt: this.#now() };
    await this.#save({
      ...record,
      platforms: { ...record.platforms, [platform]: { ...known, popupAt: this.#now() } },
    });
  }

  /** What was found on another network says nothing of this one: platforms begin anew, all together do not. */
  async networkChanged(): Promise<void> {
    const record = await this.#load();
    const platforms = Object.entries(record.platforms).map(([slug, one]) => [slug, { ...one, cases: 0 }]);
    await this.#save({ ...record, platforms: Object.fromEntries(platforms) });
  }

  /** Without what is over, and what a clock that was ahead has left. */
  async #load(): Promise<BudgetRecord> {
    const stored = this.#unsaved ?? (await this.#memory.read(KEY).catch(() => undefined));
    const parsed = v.safeParse(RecordSchema, stored);
    const { startedAt, platforms } = parsed.success ? parsed.output : { startedAt: [], platforms: {} };
    const now = this.#now();
    const isOver = (at: number, afterMs: number) => isTooFarAhead(at, now) || now - at >= afterMs;
    return {
      startedAt: startedAt.filter((at) => !isOver(at, DAY_MS)),
      platforms: Object.fromEntries(
        Object.entries(platforms).filter(
          ([, { lastAt, popupAt = 0 }]) => !isOver(lastAt, FORGET_MS) || !isOver(popupAt, POPUP_MS),
        ),
      ),
    };
  }

  async #save(record: BudgetRecord): Promise<void> {
    try {
      await this.#memory.write(KEY, record);
      this.#unsaved = undefined;
    } catch {
      this.#unsaved = record;
    }
  }
}

const waitAfter = (cases: number): number =>
  cases === 0 ? 0 : (WAITS_MS[Math.min(cases, WAITS_MS.length) - 1] ?? 0);
