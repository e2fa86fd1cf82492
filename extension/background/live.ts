import * as v from 'valibot';
import type { SessionMemory } from '../../src/base/session-memory.ts';
import { fetchLiveData, LiveDataQuerySchema } from '../../src/live/live-layers.ts';
import type { Probe } from '../../src/model/probe.ts';
import { platformOfHost } from '../../src/platforms/catalogue.ts';
import { readEndpoints } from '../browser/endpoints.ts';
import type { RequestHandlers } from '../browser/message-server.ts';
import { isNetworkAllowed } from './settings.ts';

/** Answers the records page when a person asks what others measure now. */
export function createLiveHandlers(
  probe: Probe,
  memory: SessionMemory,
): Pick<RequestHandlers, 'getLiveData'> {
  return {
    getLiveData: (payload) =>
      fetchLiveData(
        {
          memory,
          probe,
          now: Date.now,
          endpoints: readEndpoints,
          isNetworkAllowed,
          isPlatform: (host) => platformOfHost(host) !== undefined,
        },
        v.parse(LiveDataQuerySchema, payload),
      ),
  };
}
