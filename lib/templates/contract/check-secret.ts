import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import { inputName, isToken, type TemplateInput } from './contract.ts';

/** Backends that a secret can be written to. */
export const SECRET_BACKENDS = ['aws-secrets-store', 'vault'] as const;

/**
 * Checks that the platform would provide a secret: it does only where the value is the token of `@input.secretEnv`.
 *
 * No finding quotes the value, which may be a secret that somebody wrote into the file.
 */
export function checkSecret(input: TemplateInput): readonly Diagnostic[] {
  const { secret, value, position } = input;
  if (secret === undefined) return [];
  const name = inputName(input);
  const found: Diagnostic[] = [];
  const missing = (['key', 'env', 'backend', 'path'] as const).filter((field) => secret[field] === undefined);
  if (missing.length > 0) {
    const detail = `Missing: ${missing.map((field) => `\`@input.secret${field[0]?.toUpperCase()}${field.slice(1)}\``).join(', ')}.`;
    const summary = `The secret \`${name}\` does not say where it is kept`;
    found.push(warning('INPUT_SECRET_INCOMPLETE', { summary, detail, source: position }));
  }
  const { env, backend } = secret;
  if (env !== undefined && !/^[A-Z][A-Z0-9_]*$/.test(env)) {
    const summary = `\`@input.secretEnv\` of \`${name}\` is no name of a token`;
    found.push(warning('INPUT_SECRET_ENV_INVALID', { summary, source: position }));
  }
  if (backend !== undefined && !SECRET_BACKENDS.some((known) => known === backend)) {
    const summary = `The secret \`${name}\` names the backend \`${backend}\`, which is not known`;
    found.push(
      warning('INPUT_SECRET_BACKEND_UNKNOWN', { summary, fix: didYouMean(backend, SECRET_BACKENDS), source: position }),
    );
  }
  const texts = [value?.text ?? '', ...(input.default === undefined ? [] : [input.default])];
  const expected = env === undefined ? undefined : `<${env}>`;
  const example = expected ?? '<API_KEY>';
  if (texts.some((text) => !isToken(text))) {
    const summary = `The secret \`${name}\` has no token as its value, so the platform does not provide it`;
    const fix = `Write \`${input.path.at(-1)}: ${example}\`, and no literal.`;
    found.push(warning('INPUT_SECRET_WITHOUT_TOKEN', { summary, fix, source: value?.position ?? position }));
  } else if (expected !== undefined && texts.some((text) => text !== expected)) {
    const summary = `The token of the secret \`${name}\` is not \`${expected}\``;
    found.push(warning('INPUT_SECRET_TOKEN_DIFFERS', { summary, source: value?.position ?? position }));
  }
  return found;
}

/**
 * Checks that a chart reads its secrets from where its inputs keep them: the value of an input `secretPath` beside a
 * secret names the same path.
 */
export function checkSecretPaths(inputs: readonly TemplateInput[]): readonly Diagnostic[] {
  const paths = new Map<string, TemplateInput>();
  for (const input of inputs) {
    if (input.path.at(-1) === 'secretPath' && input.type !== 'secret') paths.set(folderOf(input), input);
  }
  const found: Diagnostic[] = [];
  for (const input of inputs) {
    const wanted = input.secret?.path;
    const reader = paths.get(folderOf(input));
    const text = reader?.value?.text ?? reader?.default ?? '';
    if (wanted === undefined || reader === undefined || text === '' || isToken(text) || text === wanted) continue;
    const summary = `The chart reads \`${inputName(input)}\` from \`${text}\`, and its input names \`${wanted}\``;
    found.push(warning('INPUT_SECRET_PATH_DIFFERS', { summary, source: reader.value?.position ?? reader.position }));
  }
  return found;
}

// --- internal ---

function folderOf(input: TemplateInput): string {
  return JSON.stringify(input.path.slice(0, -1));
}
