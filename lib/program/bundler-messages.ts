import type { Message } from 'esbuild';
import {
  type Diagnostic,
  type DiagnosticDetails,
  error,
  type SourcePosition,
  warning,
} from '../diagnostics/diagnostic.ts';
import { packageNameOf } from './find-package.ts';

/** Turns the bundler's errors and warnings into diagnostics; `show` makes a position of its path, line and column. */
export function fromBundler(
  message: Message,
  severity: 'error' | 'warning',
  show: (place: SourcePosition) => SourcePosition,
): Diagnostic {
  const source = placeOf(message.location, show);
  const related = message.notes.map((note) => ({ message: note.text, source: placeOf(note.location, show) }));
  const details: DiagnosticDetails = {
    summary: message.text.replace(/\.$/, ''),
    ...(source && { source }),
    ...(related.length > 0 && { related }),
  };
  if (severity === 'warning') return warning('PROGRAM_BUNDLER_WARNING', details);
  const missing = /^Could not (?:resolve|find) "([^"]+)"/.exec(message.text)?.[1];
  if (missing === undefined) return error('PROGRAM_SYNTAX', details);
  const fix = missing.startsWith('.') || missing.startsWith('/') || missing.startsWith('#') ? undefined : missing;
  return error('PROGRAM_IMPORT_NOT_FOUND', {
    ...details,
    summary: `The import \`${missing}\` was not found`,
    fix: fix === undefined ? 'Correct the path, or create the file.' : `Run \`npm install ${packageNameOf(fix)}\`.`,
  });
}

// --- internal ---

/** The bundler counts columns from 0, in bytes of UTF-8. */
function placeOf(
  location: Message['location'],
  show: (place: SourcePosition) => SourcePosition,
): SourcePosition | undefined {
  if (location === null) return undefined;
  const before = Buffer.from(location.lineText).subarray(0, location.column).toString();
  return show({ file: location.file, line: location.line, column: before.length + 1 });
}
