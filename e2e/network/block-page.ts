import type { Fault, HttpFault } from './scenario.ts';

/** What a censor shows in place of a site: made up around one phrase that Pakistani block pages are known by. */
export const BLOCK_PAGE_RESPONSE: HttpFault = {
  status: 200,
  headers: { server: 'filter' },
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Surf Safely!</title>
<p>This page is prohibited for viewership from within Pakistan.</p>`,
};

/** Whoever is sent to the block page's own address, under whichever name. */
export const BLOCK_PAGE_FAULT: Fault = {
  tls: 'untrusted',
  https: BLOCK_PAGE_RESPONSE,
  plainHttp: BLOCK_PAGE_RESPONSE,
};
