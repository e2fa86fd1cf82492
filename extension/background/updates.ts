import type { Database } from '../../src/storage/database.ts';
import { TRUST_ANCHOR } from '../../src/updates/trust-anchor.ts';
import { UpdateClient } from '../../src/updates/update-client.ts';
import { clearAlarm, setAlarm } from '../browser/alarms.ts';
import { readEndpoints } from '../browser/endpoints.ts';
import { keepAwake } from '../browser/lifecycle.ts';
import type { RequestHandlers } from '../browser/message-server.ts';
import { fetchWithoutOrigin } from '../browser/own-fetch.ts';
import type { RequestName } from '../protocol.ts';
import { isNetworkAllowed } from './settings.ts';

/** Name of the alarm that checks for newer records. */
export const UPDATES_ALARM = 'updates';

/**
 * An overdue check waits once to twice this long: it must not slow a browser's start, nor repeat at once if it cannot be
 * stored, and the computers of an office start together.
 */
const MIN_ALARM_DELAY_MS = 5 * 60_000;

type UpdateRequestName = Extract<RequestName, 'getUpdateState' | 'updateNow'>;

export interface UpdateDeps {
  /** Opens the database with this release's records in it, or newer ones. */
  openKnowledge: () => Promise<Database>;
  recordError(error: unknown): void;
}

/** Connects signed updates of the records to the browser: the daily alarm, and the requests of pages. */
export function startUpdates({ openKnowledge, recordError }: UpdateDeps): {
  /** Sets the alarm if there is a mirror and the person chose standard, else clears it. Safe to call at any time. */
  scheduleCheck(): void;
  /** Handles the alarm. */
  runDueCheck(): void;
  handlers: Pick<RequestHandlers, UpdateRequestName>;
} {
  const updates = new UpdateClient({
    db: openKnowledge,
    fetch: fetchWithoutOrigin,
    now: Date.now,
    random: Math.random,
    mirrors: async () => (await readEndpoints()).mirrors.map(({ url }) => url),
    isNetworkAllowed,
    trustAnchor: TRUST_ANCHOR,
  });

  const scheduleCheck = async (): Promise<void> => {
    const at = await updates.nextCheckAt();
    if (at === undefined) await clearAlarm(UPDATES_ALARM);
    else await setAlarm(UPDATES_ALARM, Math.max(at, Date.now() + MIN_ALARM_DELAY_MS * (1 + Math.random())));
  };
  /** A slow mirror may take a minute, longer than browsers let an idle background live. */
  const checkOnce = (): Promise<void> => keepAwake(updates.checkForUpdates()).finally(scheduleCheck);
  const runDueCheck = async (): Promise<void> => {
    if ((await updates.getMode()) === 'on') await checkOnce();
  };

  return {
    scheduleCheck: () => void scheduleCheck().catch(recordError),
    runDueCheck: () => void runDueCheck().catch(recordError),
    handlers: {
      getUpdateState: () => updates.loadState(),
      async updateNow() {
        await checkOnce();
        return updates.loadState();
      },
    },
  };
}
