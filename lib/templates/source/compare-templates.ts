import { type Contract, effectiveDefault, inputName, mustBeGiven, type TemplateInput } from '../contract/contract.ts';
import type { TemplateFiles } from '../template-files.ts';

/** What happened to an input between two versions of a template. */
export interface InputChange {
  readonly name: string;
  readonly action: 'added' | 'removed' | 'changed';
  /** What differs, before and after; empty for inputs that were added or removed. */
  readonly fields: readonly { readonly field: string; readonly before: string; readonly after: string }[];
  /** True when a program that was right before may be refused now. */
  readonly breaking: boolean;
}

export interface TemplateChanges {
  readonly files: readonly { readonly path: string; readonly action: 'added' | 'removed' | 'changed' }[];
  readonly inputs: readonly InputChange[];
}

/** Compares two versions of a template, file by file and input by input; both lists are sorted. */
export function compareTemplates(
  before: { readonly files: TemplateFiles; readonly contract: Contract },
  after: { readonly files: TemplateFiles; readonly contract: Contract },
): TemplateChanges {
  return {
    files: compareFiles(before.files, after.files),
    inputs: compareInputs(before.contract.inputs, after.contract.inputs),
  };
}

// --- internal ---

function compareFiles(before: TemplateFiles, after: TemplateFiles): TemplateChanges['files'] {
  const files: TemplateChanges['files'][number][] = [];
  for (const path of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, now] = [before.get(path), after.get(path)];
    if (old === undefined) files.push({ path, action: 'added' });
    else if (now === undefined) files.push({ path, action: 'removed' });
    else if (!isSameContent(old, now)) files.push({ path, action: 'changed' });
  }
  return files;
}

function isSameContent(a: string | Uint8Array, b: string | Uint8Array): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function compareInputs(before: readonly TemplateInput[], after: readonly TemplateInput[]): readonly InputChange[] {
  const old = new Map(before.map((input) => [inputName(input), input]));
  const now = new Map(after.map((input) => [inputName(input), input]));
  const changes: InputChange[] = [];
  for (const name of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [was, is] = [old.get(name), now.get(name)];
    if (was === undefined && is !== undefined) {
      changes.push({ name, action: 'added', fields: [], breaking: mustBeGiven(is) });
    } else if (is === undefined) {
      changes.push({ name, action: 'removed', fields: [], breaking: true });
    } else if (was !== undefined) {
      const fields = differingFields(was, is);
      if (fields.length > 0) changes.push({ name, action: 'changed', fields, breaking: isBreaking(was, is) });
    }
  }
  return changes;
}

function differingFields(was: TemplateInput, is: TemplateInput): InputChange['fields'] {
  const [before, after] = [fieldsOf(was), fieldsOf(is)];
  return Object.keys(before).flatMap((field) => {
    const [old = '', now = ''] = [before[field], after[field]];
    return old === now ? [] : [{ field, before: old, after: now }];
  });
}

function fieldsOf(input: TemplateInput): Readonly<Record<string, string>> {
  const { type, required, options, secret, description, token } = input;
  return {
    type,
    required: String(required),
    default: effectiveDefault(input) ?? '',
    options: options.join(','),
    secret: secret === undefined ? '' : [secret.backend, secret.path, secret.key, secret.env].join(' ').trim(),
    token: token ?? '',
    description: description ?? '',
  };
}

function isBreaking(was: TemplateInput, is: TemplateInput): boolean {
  if (was.type !== is.type || (!mustBeGiven(was) && mustBeGiven(is))) return true;
  if (is.options.length === 0) return false;
  return was.options.length === 0 || was.options.some((option) => !is.options.includes(option));
}
