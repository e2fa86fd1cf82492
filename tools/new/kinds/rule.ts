import type { ChangeSet } from '../change-set.ts';
import { appendToList } from '../insert.ts';
import { MARK } from '../left-to-write.ts';
import { requireSlug } from '../names.ts';

const RULES_FOLDER = 'src/diagnosis/rules';
const CASES = 'src/diagnosis/testing/rule-cases';
const RULE_LIST = /const (\w+): readonly Rule\[\]/;
const CASE_LIST = /const (\w+): readonly RuleCase\[\]/;
const DEFAULT_GROUP = 'network';

/** A row of the table of rules and its case. `group`: the file of `src/diagnosis/rules`, without its ending. */
export function addRule(changes: ChangeSet, name: string, group = DEFAULT_GROUP): string[] {
  requireSlug(name);
  const groups = namesOfLists(changes, RULES_FOLDER, RULE_LIST);
  const ruleList = groups.get(group);
  if (!ruleList)
    throw new Error(`there is no group of rules "${group}": --in takes ${[...groups.keys()].join(', ')}`);
  const sources = [`${RULES_FOLDER}.ts`, ...[...groups.keys()].map((one) => `${RULES_FOLDER}/${one}.ts`)];
  if (sources.some((path) => changes.read(path).includes(`name: '${name}'`)))
    throw new Error(`the rule "${name}" exists already`);
  const cases = namesOfLists(changes, CASES, CASE_LIST);
  const caseFile = cases.has(group) ? group : ([...cases.keys()][0] ?? group);
  changes.edit(`${RULES_FOLDER}/${group}.ts`, (text) => appendToList(text, ruleList, ruleRow(name)));
  changes.edit(`${CASES}/${caseFile}.ts`, (text) =>
    appendToList(text, cases.get(caseFile) ?? 'CASES', ruleCase(name)),
  );
  return [
    'The first row that fits gives the verdict: move the row to where it belongs.',
    'Without its row the verdict of its case must change (src/diagnosis/mutation.test.ts).',
    'New evidence: its key in src/model/evidence.ts, and its words in every language.',
  ];
}

/** The name of each list that such a file exports, by the file's name without its ending. */
function namesOfLists(changes: ChangeSet, folder: string, list: RegExp): Map<string, string> {
  const files = changes.list(folder).filter((file) => file.endsWith('.ts'));
  return new Map(
    files.flatMap((file) => {
      const listName = list.exec(changes.read(`${folder}/${file}`))?.[1];
      return listName ? [[file.slice(0, -'.ts'.length), listName] as const] : [];
    }),
  );
}

/** Status 418 is what no other rule looks at: the row and its case hold together until both are written. */
const ruleRow = (name: string): string => `  {
    name: '${name}',
    // ${MARK} kind, mechanism, confidence, and when the row fits; take no less than two failures and a control.
    kind: 'throttled',
    mechanism: 'throttling',
    matches: (f) => f.symptom.kind === 'status' && f.symptom.status === 418,
    confidence: () => 'possible',
    evidence: baseEvidence,
  }`;

const ruleCase = (name: string): string => `  [
    // ${MARK} what was observed, and one case more that only looks like it.
    'the case of ${name}',
    [f.statusSymptom(418), [...f.workingControls]],
    '${name}',
    'possible',
  ]`;
