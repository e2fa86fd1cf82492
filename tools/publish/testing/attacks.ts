import type { Attack } from './attack.ts';
import { CONTENT_ATTACKS } from './attacks-on-content.ts';
import { DELIVERY_ATTACKS } from './attacks-on-delivery.ts';
import { FRESHNESS_ATTACKS } from './attacks-on-freshness.ts';

/** All attacks, in the order of their groups. */
export const ATTACKS: readonly Attack[] = [...CONTENT_ATTACKS, ...FRESHNESS_ATTACKS, ...DELIVERY_ATTACKS];
