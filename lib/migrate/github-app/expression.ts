import { type Verbatim, verbatim } from '../../edit/edit.ts';

/**
 * How a file writes an expression of the External Secrets Operator.
 *
 * In a Helm chart it has to be escaped: between backquotes, or as a string within an action. What stands around a known
 * expression is put around a new one.
 *
 * @see https://external-secrets.io/latest/guides/templating/#helm
 */
export type Expression = (field: string) => Verbatim;

/** The same without the quotes of a value, for use within another text; undefined when the text holds none. */
export function inTextLike(source: string, field: string): ((field: string) => string) | undefined {
  const parts = partsOf(source, field);
  if (parts === undefined) return undefined;
  const open = parts.open.replace(/`"$/, '`');
  const close = parts.close.replace(/^"`/, '`');
  return (name) => `${open}{{ .${name} }}${close}`;
}

/** Finds the way a file writes the expression of a field; undefined when the text holds none. @param source  as in the file */
export function expressionLike(source: string, field: string): Expression | undefined {
  const parts = partsOf(source, field);
  if (parts === undefined) return undefined;
  const { open, close } = parts;
  // The quotes of the value may stand within the escape, as in {{`"{{ .type }}"`}}.
  if (open.endsWith('`"') && close.startsWith('"`')) return (name) => verbatim(`${open}{{ .${name} }}${close}`);
  const quote = open === '' && /^'/.test(source) ? "'" : '"';
  return (name) => verbatim(`${quote}${open}{{ .${name} }}${close}${quote}`);
}

// --- internal ---

/** What stands around the expression of a field. */
function partsOf(source: string, field: string): { readonly open: string; readonly close: string } | undefined {
  const wanted = new RegExp(
    `(\\{\\{-?\\s*\\\`"?|\\{\\{-?\\s*")?\\{\\{-?\\s*\\.${field}\\s*-?\\}\\}("?\\\`\\s*-?\\}\\}|"\\s*-?\\}\\})?`,
  );
  const match = wanted.exec(source);
  if (match === null) return undefined;
  const [, open = '', close = ''] = match;
  return (open === '') === (close === '') ? { open, close } : undefined;
}
