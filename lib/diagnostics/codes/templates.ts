import type { CodeEntry } from '../codes.ts';

/** Codes of rendering Helm charts in process. */
export const TEMPLATE_CODES = {
  TEMPLATE_SYNTAX: {
    summary: 'A template cannot be parsed',
    fix: 'Correct the template at the place named.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_FUNCTION_UNKNOWN: {
    summary: 'A template calls a function that Helm does not have',
    fix: 'Check the spelling of the function.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_NOT_DEFINED: {
    summary: 'A template includes a named template that no file defines',
    fix: 'Define it, or correct the name.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_NIL: {
    summary: 'A template reads a field of something that is not there',
    fix: 'Give the missing value, or guard the expression with `with`, `default` or parentheses.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_FIELD_UNKNOWN: {
    summary: 'A template reads a field that its operand cannot have',
    fix: 'Correct the path, or the type of the value.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_ARGUMENTS: {
    summary: 'A function of a template gets a wrong number or kind of arguments',
    fix: 'Pass what the function takes; convert with `int`, `toString` or `quote` where only the type differs.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_OPERAND: {
    summary: 'A template uses a value in a way its type does not allow',
    fix: 'Correct the expression, or the type of the value.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_CALL_FAILED: {
    summary: 'A function of a template failed',
    fix: 'Correct the arguments.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_FAILED: {
    summary: 'A template stopped the rendering with `fail`',
    fix: 'Do what the message of the template asks for.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_VALUE_REQUIRED: {
    summary: 'A template requires a value that is missing',
    fix: 'Set the value that the message names.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_NOT_REPRODUCIBLE: {
    summary: 'A template calls a function whose result differs from run to run',
    fix: 'Pass the result in as a value.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_STEPS_EXCEEDED: {
    summary: 'A template takes too many steps',
    fix: 'Look for a loop over more than was meant.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_TOO_DEEP: {
    summary: 'Templates include each other, or values nest, too deeply',
    fix: 'Look for a template that includes itself without an end, or a value that contains itself.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_OUTPUT_EXCEEDED: {
    summary: 'A template makes more text than is allowed',
    fix: 'Look for a repetition over more than was meant.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_ALIASES_EXCEEDED: {
    summary: 'Aliases of a YAML document expand to more nodes than are allowed',
    fix: 'Write the repeated parts out, or nest fewer aliases.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_REGEX_EXCEEDED: {
    summary: 'A regular expression of a template is too large for its text',
    fix: 'Shorten the expression or the text it is matched with.',
    fault: 'user',
    exit: 1,
  },
  HELM_CHART_INVALID: {
    summary: 'A folder is no valid Helm chart',
    fix: 'Correct the file named.',
    fault: 'user',
    exit: 1,
  },
  HELM_DEPENDENCY_MISSING: {
    summary: 'A Helm chart names a dependency that is not in its `charts/` folder',
    fix: 'Vendor the dependency with `helm dependency update`.',
    fault: 'user',
    exit: 1,
  },
  HELM_KUBE_VERSION: {
    summary: 'A Helm chart does not support this version of Kubernetes',
    fix: 'Render it for a version that its `kubeVersion` allows.',
    fault: 'user',
    exit: 1,
  },
  HELM_VALUES_INVALID: {
    summary: 'Values of a Helm chart cannot be used',
    fix: 'Correct the values at the place named.',
    fault: 'user',
    exit: 1,
  },
  HELM_SET_INVALID: {
    summary: 'A `--set` cannot be read',
    fix: 'Write `key=value`, with commas between several; a backslash takes the next character as it is.',
    fault: 'user',
    exit: 1,
  },
  HELM_SCHEMA_MISMATCH: {
    summary: 'Values do not match the schema of their Helm chart',
    fix: 'Correct the value at the path named.',
    fault: 'user',
    exit: 1,
  },
  HELM_MANIFEST_INVALID: {
    summary: 'A template renders to something that is no YAML',
    fix: 'Correct the template, most often its indentation or quoting.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
