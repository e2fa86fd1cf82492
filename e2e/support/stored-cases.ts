/** An expression that gives what a function makes of the stored cases, in a page of the extension. */
export const casesExpression = (read: string): string => `new Promise((done, fail) => {
  const open = indexedDB.open('is-it-blocked');
  open.onerror = () => fail(open.error);
  open.onsuccess = () => {
    const all = open.result.transaction('cases').objectStore('cases').getAll();
    all.onsuccess = () => { open.result.close(); done((${read})(all.result)); };
  };
})`;

/** All that is stored of them. */
export const STORED_CASES = casesExpression('(cases) => cases');

/** What was observed, one line each: `retry:1 timeout in 2500 ms`. */
export const OBSERVATION_LINES = casesExpression(`(cases) => cases.flatMap(({ symptom, observations }) => [
  JSON.stringify(symptom),
  ...observations.map(({ key, ms, outcome: { kind, ...rest } }) =>
    [key, kind, 'in', ms, 'ms', JSON.stringify(rest)].join(' ')),
])`);
