/** What the popup may read of `src/storage`; writing is left to the background. */
export { findCasesOfTab } from '../../src/storage/stored-cases.ts';
