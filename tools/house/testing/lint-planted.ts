/** Runs Biome with the project's rules on planted files. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { PROJECT_ROOT } from '../source-tree.ts';
import { plantFiles, runProgram } from './planted-tree.ts';

const ReportSchema = v.object({
  diagnostics: v.array(
    v.object({
      category: v.string(),
      message: v.string(),
      location: v.object({ path: v.string() }),
    }),
  ),
});

export interface Finding {
  file: string;
  rule: string;
  message: string;
}

/** `overrides` is the text of the file that biome.json extends. */
export async function lintPlanted(
  files: Readonly<Record<string, string>>,
  overrides: string,
): Promise<Finding[]> {
  const root = mkdtempSync(join(tmpdir(), 'is-it-blocked-house-'));
  try {
    plantFiles(root, {
      'biome.json': readBiomeConfig(),
      'package.json': readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'),
      'tools/house/biome-overrides.jsonc': overrides,
      ...files,
    });
    const output = await runProgram(
      'biome',
      ['lint', '.', '--reporter=json', '--max-diagnostics=none'],
      root,
    );
    return readFindings(output);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** No repository is there to ask which files it ignores. */
function readBiomeConfig(): string {
  const { vcs: _vcs, ...config } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'biome.json'), 'utf8'));
  return JSON.stringify(config);
}

/** The report is one line; Biome says around it that its form may change. */
function readFindings(output: string): Finding[] {
  const line = output.split('\n').find((one) => one.startsWith('{'));
  if (line === undefined) throw new Error(`Biome gave no report:\n${output}`);
  const { diagnostics } = v.parse(ReportSchema, JSON.parse(line));
  return diagnostics.map(({ category, message, location }) => ({
    file: location.path,
    rule: category.slice(category.lastIndexOf('/') + 1),
    message,
  }));
}
