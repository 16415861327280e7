import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import { inputName, isBooleanEnum, isToken, type TemplateInput } from './contract.ts';
import { isSameValue, typeProblem } from './input-text.ts';

/** Checks that the default and the value of an input are of its type, and that both say the same. */
export function checkDefault(input: TemplateInput): readonly Diagnostic[] {
  if (input.type === 'secret') return [];
  const found = [...checkValue(input)];
  const name = inputName(input);
  const { default: declared, value, type, options, position } = input;
  if (declared === undefined) return found;
  const problem = declared === '' || isToken(declared) ? undefined : typeProblem(declared, type, options);
  if (problem !== undefined) {
    const summary = `The default of \`${name}\` is not of type ${type}`;
    found.push(warning('INPUT_DEFAULT_INVALID', { summary, detail: problem, source: position }));
  }
  if (value?.data !== undefined && !isSameValue(declared, value.text, type)) {
    const summary = `The default of \`${name}\` and the value of the chart disagree`;
    const detail = `The default is ${shown(declared)}, the value ${shown(value.text)}.`;
    found.push(warning('INPUT_DEFAULT_DISAGREES', { summary, detail, source: value.position }));
  }
  return found;
}

// --- internal ---

function checkValue(input: TemplateInput): readonly Diagnostic[] {
  const { value, type, options } = input;
  if (value === undefined) return [];
  const name = inputName(input);
  const source = value.position;
  if (value.data === undefined) {
    const summary = `The value of \`${name}\` is a mapping or a list, not of type ${type}`;
    return [warning('INPUT_VALUE_INVALID', { summary, source })];
  }
  if (value.data === null || value.text === '' || isToken(value.text)) return [];
  const problem = typeProblem(value.text, type, options);
  if (problem !== undefined) {
    const summary = `The value of \`${name}\` is not of type ${type}`;
    return [warning('INPUT_VALUE_INVALID', { summary, detail: problem, source })];
  }
  if (type === 'string' && typeof value.data !== 'string') {
    const summary = `The value of the string \`${name}\` is a ${typeof value.data} for YAML`;
    return [warning('INPUT_VALUE_UNQUOTED', { summary, source })];
  }
  if (typeof value.data === 'string' && (type === 'boolean' || isBooleanEnum(input))) {
    const summary = `The boolean \`${name}\` is carried as a string`;
    return [warning('INPUT_BOOLEAN_AS_STRING', { summary, source })];
  }
  return [];
}

function shown(text: string): string {
  return text === '' ? 'empty' : `\`${text}\``;
}
