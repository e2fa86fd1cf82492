import type { Database } from '../../src/storage/database.ts';
import { TRUST_ANCHOR } from '../../src/updates/trust-anchor.ts';
import { UpdateClient } from '../../src/updates/update-client.ts';
import { clearAlarm, setAlarm } from '../browser/alarms.ts';
import { readEndpoints } from '../browser/endpoints.ts';
import type { RequestHandlers } from '../browser/message-server.ts';
import type { RequestName } from '../protocol.ts';
import { isNetworkAllowed } from './settings.ts';

/** Name of the alarm that looks for newer facts. */
export const UPDATES_ALARM = 'updates';

/** An overdue check lets a browser start in peace, and one that cannot even be written down does not ring without end. */
const MIN_ALARM_DELAY_MS = 5 * 60_000;

type UpdateRequestName = Extract<RequestName, 'getUpdateState' | 'updateNow'>;

export interface UpdateDeps {
  /** With this release's own facts in it, or newer ones. */
  openKnowledge: () => Promise<Database>;
  recordError(error: unknown): void;
}

/** Signed updates of the facts in this browser: the daily alarm, and what pages may ask. */
export function startUpdates({ openKnowledge, recordError }: UpdateDeps): {
  /** Sets the alarm where there is somebody to ask and standard is chosen, else takes it away. Safe to call at any time. */
  plan(): void;
  /** The alarm rang. */
  look(): void;
  handlers: Pick<RequestHandlers, UpdateRequestName>;
} {
  const updates = new UpdateClient({
    db: openKnowledge,
    fetch: (input, init) => fetch(input, init),
    now: Date.now,
    random: Math.random,
    mirrors: async () => (await readEndpoints()).mirrors.map(({ url }) => url),
    isNetworkAllowed,
    trustAnchor: TRUST_ANCHOR,
  });

  const plan = async (): Promise<void> => {
    const at = await updates.nextCheckAt();
    if (at === undefined) await clearAlarm(UPDATES_ALARM);
    else await setAlarm(UPDATES_ALARM, Math.max(at, Date.now() + MIN_ALARM_DELAY_MS));
  };
  const look = async (): Promise<void> => {
    if ((await updates.getMode()) === 'on') await updates.checkForUpdates().finally(plan);
  };

  return {
    plan: () => void plan().catch(recordError),
    look: () => void look().catch(recordError),
    handlers: {
      getUpdateState: () => updates.loadState(),
      async updateNow() {
        await updates.checkForUpdates().finally(plan);
        return updates.loadState();
      },
    },
  };
}
