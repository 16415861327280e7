import { type Diagnostic, type DiagnosticDetails, error, warning } from '../diagnostics/diagnostic.ts';
import { assertNever } from '../diagnostics/error.ts';
import { type FieldPath, formatFieldPath } from '../model/field-path.ts';
import type { WantedFile } from '../model/file-set.ts';
import type { FieldSelector } from '../model/lifecycle.ts';
import { compareText } from './canonical-json.ts';
import type { CompareInput } from './comparison.ts';
import { type ForeignOwner, type ForeignOwners, unreadableLedgers } from './foreign-owners.ts';
import { ledgerPath } from './ledger.ts';

/** One path that is not written as wanted, with what it takes to explain why. */
export type Refusal = {
  readonly path: string;
  /** The wanted file; undefined when the path is only in the ledger. */
  readonly file?: WantedFile | undefined;
  /** The owner, where there is no wanted file. */
  readonly address?: string;
} & (
  | { readonly kind: 'reserved' | 'not-a-file' | 'not-owned' }
  | { readonly kind: 'foreign'; readonly owner: ForeignOwner }
  | {
      readonly kind: 'drift';
      readonly gone: boolean /** Changed by both sides. */;
      readonly conflicts: readonly FieldPath[];
    }
  | { readonly kind: 'kept'; readonly gone: boolean }
  | { readonly kind: 'fields-kept'; readonly fields: readonly FieldSelector[] }
  | { readonly kind: 'blocked' | 'case'; readonly other: string }
);

/**
 * Says every refusal, by path.
 *
 * Files that are not ours in a repository without a ledger have one cause, so they are one diagnostic with the first
 * ten paths.
 */
export function refusalDiagnostics(
  refusals: readonly Refusal[],
  input: CompareInput,
  foreign: ForeignOwners,
): readonly Diagnostic[] {
  const sorted = [...refusals].sort((a, b) => compareText(a.path, b.path));
  const unowned = input.ledger === undefined ? sorted.filter((refusal) => refusal.kind === 'not-owned') : [];
  const diagnostics = unreadableLedgers(foreign).map((path) => unreadable(path, input));
  if (unowned.length > 0) diagnostics.push(missingLedger(unowned, input));
  for (const refusal of sorted) {
    if (refusal.kind !== 'not-owned' || input.ledger !== undefined) diagnostics.push(explain(refusal, input));
  }
  return diagnostics;
}

// --- internal ---

const MOST_PATHS = 10;

function explain(refusal: Refusal, input: CompareInput): Diagnostic {
  const where = placeOf(refusal, input);
  const { path } = refusal;
  switch (refusal.kind) {
    case 'reserved':
      return error('PATH_RESERVED', { ...where, summary: `The wanted path ${path} is in the folder of the ledgers` });
    case 'not-a-file':
      return error('PATH_NOT_A_FILE', { ...where, summary: `${path} is a link or submodule in the repository` });
    case 'not-owned':
      return error('NOT_OWNED', {
        ...where,
        summary: `${path} exists already and is not in the ledger of ${input.project}`,
      });
    case 'foreign':
      return error('OWNED_BY_OTHER_PROJECT', {
        ...where,
        summary: `${path} belongs to the project ${refusal.owner.project}`,
        detail: `Its owner there is ${refusal.owner.address}.`,
      });
    case 'drift':
      return error('DRIFT', {
        ...where,
        summary: driftSummary(refusal),
        ...conflictDetail(refusal.conflicts),
        ...driftFix(refusal, input),
      });
    case 'kept':
      return warning('DRIFT_KEPT', { ...where, summary: `${driftSummary(refusal)} and is left so` });
    case 'fields-kept':
      return warning('DRIFT_FIELDS_KEPT', {
        ...where,
        summary: `${path} keeps what people changed in it`,
        detail: refusal.fields.map((field) => `  ${formatFieldPath(field.path)}`).join('\n'),
      });
    case 'blocked':
      return error('PATH_BLOCKED', { ...where, summary: `${path} cannot be written beside ${refusal.other}` });
    case 'case':
      return error('PATH_CASE_COLLISION', {
        ...where,
        summary: `${path} differs from ${refusal.other} in letter case only`,
      });
    default:
      return assertNever(refusal);
  }
}

function conflictDetail(conflicts: readonly FieldPath[]): { readonly detail?: string } {
  if (conflicts.length === 0) return {};
  const fields = conflicts.map((path) => `  ${formatFieldPath(path)}`).join('\n');
  return { detail: `The program changed these fields too, to something else:\n${fields}` };
}

function driftSummary(refusal: Refusal & { readonly gone: boolean }): string {
  if (refusal.gone) return `${refusal.path} was deleted by hand since it was last applied`;
  const unwanted = refusal.file === undefined ? ', and the program wants it no more' : '';
  return `${refusal.path} was changed by hand since it was last applied${unwanted}`;
}

/** A merge helps neither where there is no file to merge, nor where it was tried. */
function driftFix(
  { gone, file }: Refusal & { readonly gone: boolean },
  { options }: CompareInput,
): { readonly fix?: string } {
  if (file === undefined) return { fix: 'Plan with `--on-drift overwrite` if it is to go all the same, or `keep`.' };
  if (!gone && options.onDrift !== 'merge') return {};
  return { fix: 'Take the change into the program, or plan with `--on-drift overwrite` or `keep`.' };
}

function placeOf(refusal: Refusal, input: CompareInput): DiagnosticDetails {
  return {
    repository: input.wanted.repository,
    path: refusal.path,
    address: refusal.file?.origin.address ?? refusal.address,
    source: refusal.file?.origin.position(),
  };
}

function missingLedger(unowned: readonly Refusal[], input: CompareInput): Diagnostic {
  const shown = unowned.slice(0, MOST_PATHS);
  const rest = unowned.length - shown.length;
  const paths = [...shown.map((refusal) => refusal.path), ...(rest > 0 ? [`and ${rest} more`] : [])];
  const ledger = ledgerPath(input.project);
  return error('LEDGER_MISSING', {
    repository: input.wanted.repository,
    path: ledger,
    summary: `${unowned.length} wanted ${unowned.length === 1 ? 'file exists' : 'files exist'} already and there is no ledger`,
    detail: `Without ${ledger} nothing says that these files are ours:\n${paths.join('\n')}`,
    related: shown.map((refusal) => {
      const { address, source } = placeOf(refusal, input);
      return { message: refusal.path, address, source };
    }),
  });
}

/** Taking files over while their owner cannot be known could take them from another project. */
function unreadable(path: string, input: CompareInput): Diagnostic {
  const make = input.options.ownership === 'adopt' ? error : warning;
  return make('OTHER_LEDGER_UNREADABLE', {
    repository: input.wanted.repository,
    path,
    summary: `The ledger ${path} of another project cannot be read`,
  });
}
