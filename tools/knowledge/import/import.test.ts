import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, describe, expect, it } from 'vitest';
import { type Incident, IncidentSchema } from '../../../src/knowledge/incident.ts';
import { makeIncident } from '../../../src/knowledge/testing/fixtures.ts';
import { importFile } from '../import.ts';
import type { ProposalFile } from './proposals.ts';
import { AS_OF, STOP_ROW, toCsv } from './testing/fixtures.ts';

const dir = mkdtempSync(join(tmpdir(), 'is-it-blocked-import-'));
afterAll(() => rmSync(dir, { recursive: true }));
const runImportCommand = (text: string, args: string[], records: Incident[]) => {
  const file = join(dir, 'file');
  writeFileSync(file, text);
  const { lines, files } = importFile([...args, file, '--out', dir], records, new Date(AS_OF));
  const parsed = [...files].map(([path, json]) => [
    path.slice(dir.length + 1),
    JSON.parse(json) as ProposalFile,
  ]);
  return { lines, files: Object.fromEntries(parsed) as Record<string, ProposalFile> };
};

describe('the command', () => {
  it('proposes what is new, what has another source and what conflicts, and says what it refused', () => {
    const records = [
      makeIncident({
        id: 'in-1',
        country: 'IN',
        platforms: ['facebook'],
        start: '2025-03-02',
        end: '2025-03-04',
        status: 'ended',
      }),
      makeIncident({
        id: 'ir-1',
        country: 'IR',
        platforms: ['facebook'],
        start: '2025-03-01',
        end: '2025-04-01',
        status: 'ended',
      }),
    ];
    const rows = ['Pakistan', 'India', 'Iran', 'Atlantis'].map((country) => ({
      ...STOP_ROW,
      country,
      twitter_affected: 'No',
      other_affected: '',
    }));
    const { lines, files } = runImportCommand(toCsv(rows), ['--from', 'keepiton'], records);
    expect(lines.at(-1)).toBe('1 new · 0 with further sources · 2 in conflict · 1 refused');
    expect(lines).toContain('! ir-1: end is 2025-04-01, they say 2025-03-04');
    expect(lines).toContain('! in-1: start is 2025-03-02, they say 2025-03-01');
    expect(files['PK.json']?.new[0]).toMatchObject({ id: 'pk-facebook-2025-03-01', verified: AS_OF });
    expect(v.safeParse(IncidentSchema, files['PK.json']?.new[0]).success).toBe(true);
    expect(files['PK.json']?.problems).toEqual([]);
  });

  it('writes nothing but proposals, and nothing at all by itself', () => {
    expect(readdirSync(dir)).toEqual(['file']);
    const before = JSON.stringify(makeIncident());
    const record = makeIncident();
    runImportCommand(toCsv([{ ...STOP_ROW, start_date: '2024-02-17' }]), ['--from', 'keepiton'], [record]);
    expect(JSON.stringify(record)).toBe(before);
    expect(readFileSync(join(dir, 'file'), 'utf8')).toContain('Pakistan');
    expect(readdirSync(dir)).toEqual(['file']);
  });

  it('gives one country only when asked', () => {
    const rows = ['Pakistan', 'India'].map((country) => ({ ...STOP_ROW, country }));
    expect(
      Object.keys(runImportCommand(toCsv(rows), ['--from', 'keepiton', '--country', 'IN'], []).files),
    ).toEqual(['IN.json']);
  });

  it.each<[string, string[], RegExp]>([
    ['no adapter', [], /--from keepiton\|ooni\|outages\|wiki/],
    ['an adapter that is none', ['--from', 'constructor'], /--from keepiton/],
    ['a day that is none', ['--from', 'ooni', '--as-of', 'today'], /--as-of takes a day/],
  ])('refuses %s', (_, args, reason) => {
    expect(() => runImportCommand('', args, [])).toThrow(reason);
  });

  it('refuses a file that is not there', () => {
    expect(() => importFile(['--from', 'ooni', join(dir, 'none')], [], new Date(AS_OF))).toThrow(
      /no such file/,
    );
  });
});
