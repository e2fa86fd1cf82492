import type { RequestName } from '../src/messages.ts';
import type { Handlers } from './browser/serve.ts';

type UpdateRequests = Extract<RequestName, 'getUpdateState' | 'updateNow'>;

/** Signed updates of the facts in this browser. */
export function startUpdates(): { handlers: Pick<Handlers, UpdateRequests> } {
  return {
    handlers: {
      getUpdateState: async () => ({
        mode: 'unavailable',
        running: false,
        inUse: null,
        expires: null,
        last: null,
        lastGoodAt: null,
        nextAt: null,
      }),
      updateNow: async () => {
        throw new Error('This version knows no place to look for newer facts');
      },
    },
  };
}
