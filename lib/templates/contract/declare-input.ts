import { type Diagnostic, error, warning } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import type { LineIndex } from '../line-index.ts';
import type { Annotation, AnnotationName } from './annotation-blocks.ts';
import type { AnnotatedKey } from './attach-blocks.ts';
import { INPUT_TYPES, type InputType, type SecretBinding, type TemplateInput } from './contract.ts';
import { unquote } from './input-text.ts';

/**
 * Makes the input that an annotated key declares.
 *
 * What is missing is assumed: `string` for the type, not required. What is wrong is reported and assumed likewise, so
 * that one run finds everything.
 */
export function declareInput(
  { path, key, block }: AnnotatedKey,
  lines: LineIndex,
): { readonly input: TemplateInput; readonly diagnostics: readonly Diagnostic[] } {
  const { annotations } = block;
  const diagnostics: Diagnostic[] = [];
  const name = path.join('.');
  const type = readType(name, annotations.get('type'), key.offset, lines, diagnostics);
  const options = readOptions(name, type, annotations, lines.positionAt(key.offset), diagnostics);
  for (const unused of unusedAnnotations(type)) {
    const annotation = annotations.get(unused);
    if (annotation === undefined || annotation.text === '') continue;
    const summary = `\`@input.${unused}\` has no meaning for \`${name}\`, which is of type ${type}`;
    diagnostics.push(warning('INPUT_ANNOTATION_UNUSED', { summary, source: annotation.position }));
  }
  const declared = annotations.get('default');
  const input: TemplateInput = {
    path,
    token: undefined,
    type,
    required: readRequired(name, annotations.get('required'), diagnostics),
    default: declared === undefined ? undefined : unquote(declared.text),
    value: key.value,
    options,
    secret: type === 'secret' ? bindingOf(annotations) : undefined,
    description: textOf(annotations, 'description'),
    tip: textOf(annotations, 'tip'),
    position: lines.positionAt(key.offset),
  };
  return { input, diagnostics };
}

// --- internal ---

type Annotations = ReadonlyMap<AnnotationName, Annotation>;

/** Spellings in use for one type. */
const ALIASES: Readonly<Record<string, InputType>> = { bool: 'boolean', integer: 'int', float: 'number' };

const SECRET_ANNOTATIONS = ['secretKey', 'secretEnv', 'secretBackend', 'secretPath'] as const;

function unusedAnnotations(type: InputType): readonly AnnotationName[] {
  if (type === 'secret') return ['options'];
  return type === 'enum' ? SECRET_ANNOTATIONS : ['options', ...SECRET_ANNOTATIONS];
}

function readType(
  name: string,
  annotation: Annotation | undefined,
  offset: number,
  lines: LineIndex,
  diagnostics: Diagnostic[],
): InputType {
  const word = unquote(annotation?.text ?? '').toLowerCase();
  if (annotation === undefined || word === '') {
    const summary = `The input \`${name}\` names no type, so it is taken as a string`;
    diagnostics.push(
      warning('INPUT_TYPE_MISSING', { summary, source: annotation?.position ?? lines.positionAt(offset) }),
    );
    return 'string';
  }
  const type = INPUT_TYPES.find((each) => each === word) ?? (Object.hasOwn(ALIASES, word) ? ALIASES[word] : undefined);
  if (type !== undefined) return type;
  const summary = `The input \`${name}\` has the type \`${word}\`, which does not exist`;
  const fix = didYouMean(word, [...INPUT_TYPES, ...Object.keys(ALIASES)]);
  diagnostics.push(error('INPUT_TYPE_UNKNOWN', { summary, fix, source: annotation.position }));
  return 'string';
}

function readRequired(name: string, annotation: Annotation | undefined, diagnostics: Diagnostic[]): boolean {
  if (annotation === undefined) return false;
  const text = unquote(annotation.text).toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  const summary = `\`@input.required\` of \`${name}\` is neither true nor false`;
  diagnostics.push(error('INPUT_REQUIRED_INVALID', { summary, source: annotation.position }));
  return false;
}

function readOptions(
  name: string,
  type: InputType,
  annotations: Annotations,
  keyPosition: TemplateInput['position'],
  diagnostics: Diagnostic[],
): readonly string[] {
  if (type !== 'enum') return [];
  const annotation = annotations.get('options');
  const source = annotation?.position ?? keyPosition;
  const listed =
    (annotation?.text ?? '') === '' ? [] : (annotation?.text ?? '').split(',').map((each) => unquote(each.trim()));
  const options = [...new Set(listed)].filter((option) => option !== '');
  if (options.length === 0) {
    const summary = `The enum \`${name}\` lists no options, so every text is allowed`;
    diagnostics.push(warning('INPUT_OPTIONS_MISSING', { summary, source }));
  } else if (options.length < listed.length) {
    const summary = `The enum \`${name}\` lists an option that is empty or given twice`;
    diagnostics.push(warning('INPUT_OPTION_REPEATED', { summary, source }));
  }
  return options;
}

function bindingOf(annotations: Annotations): SecretBinding {
  return {
    key: textOf(annotations, 'secretKey'),
    env: textOf(annotations, 'secretEnv'),
    backend: textOf(annotations, 'secretBackend'),
    path: textOf(annotations, 'secretPath'),
  };
}

/** Undefined for an annotation that says nothing. */
function textOf(annotations: Annotations, name: AnnotationName): string | undefined {
  const text = annotations.get(name)?.text;
  if (text === undefined) return undefined;
  const plain = name === 'description' ? text : unquote(text);
  return plain === '' ? undefined : plain;
}
