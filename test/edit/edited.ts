import { expect } from 'vitest';
import { applyEdits } from '../../lib/edit/apply-edits.ts';
import type { Edit } from '../../lib/edit/edit.ts';

/** The text after edits that must all succeed. */
export function edited(text: string, ...edits: readonly Edit[]): string {
  const result = applyEdits(text, edits, 'file.yaml');
  expect(result.diagnostics.map(({ code, detail }) => `${code}: ${detail}`)).toEqual([]);
  return result.text;
}

/** The codes with which edits are refused; the text must not have changed. */
export function refused(text: string, ...edits: readonly Edit[]): readonly string[] {
  const result = applyEdits(text, edits, 'file.yaml');
  expect(result.text).toBe(text);
  for (const finding of result.diagnostics) expect(finding.path).toBe('file.yaml');
  return result.diagnostics.map(({ code }) => code);
}
