import type { Fault, HttpFault } from './scenario.ts';

/** The page that a censor shows in place of a site, with one phrase by which Pakistani block pages are known. */
export const BLOCK_PAGE_RESPONSE: HttpFault = {
  status: 200,
  headers: { server: 'filter' },
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Surf Safely!</title>
<p>This page is prohibited for viewership from within Pakistan.</p>`,
};

/** What any name meets at the address of the block page. */
export const BLOCK_PAGE_FAULT: Fault = {
  tls: 'untrusted',
  https: BLOCK_PAGE_RESPONSE,
  plainHttp: BLOCK_PAGE_RESPONSE,
};
