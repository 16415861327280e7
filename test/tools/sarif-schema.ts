import { Ajv, type ValidateFunction } from 'ajv';

/**
 * The part of the SARIF 2.1.0 schema that our reports use, closed, so that a member that is not in the standard is found.
 *
 * Written after sections 3.13 to 3.50 of the standard; where a member has a set of values, all of them are listed.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json
 */
export function compileSchema(): ValidateFunction {
  return new Ajv({ allErrors: true }).compile({ ...log, definitions });
}

// --- internal ---

const text = { type: 'string' };
const level = { enum: ['none', 'note', 'warning', 'error'] };
const closed = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const listOf = (items: object, more: object = {}) => ({ type: 'array', items, ...more });
const ref = (name: string) => ({ $ref: `#/definitions/${name}` });

const definitions = {
  message: closed({ text, markdown: text, id: text, arguments: listOf(text) }, ['text']),
  multiformat: closed({ text, markdown: text }, ['text']),
  artifactLocation: closed({
    // a URI reference: no blank, no control character, no backslash
    uri: { type: 'string', pattern: "^[A-Za-z0-9%._~!$&'()*+,;=:@/-]*$" },
    uriBaseId: text,
    index: { type: 'integer', minimum: -1 },
    description: ref('message'),
  }),
  region: closed({
    startLine: { type: 'integer', minimum: 1 },
    startColumn: { type: 'integer', minimum: 1 },
    endLine: { type: 'integer', minimum: 1 },
    endColumn: { type: 'integer', minimum: 1 },
  }),
  location: closed({
    id: { type: 'integer', minimum: -1 },
    physicalLocation: closed({ artifactLocation: ref('artifactLocation'), region: ref('region') }),
    logicalLocations: listOf(closed({ name: text, fullyQualifiedName: text, kind: text }), { uniqueItems: true }),
    message: ref('message'),
  }),
  rule: closed(
    {
      id: text,
      name: text,
      shortDescription: ref('multiformat'),
      fullDescription: ref('multiformat'),
      help: ref('multiformat'),
      helpUri: text,
      defaultConfiguration: closed({ level, enabled: { type: 'boolean' } }),
    },
    ['id'],
  ),
  result: closed(
    {
      ruleId: text,
      ruleIndex: { type: 'integer', minimum: -1 },
      level,
      message: ref('message'),
      locations: listOf(ref('location')),
      relatedLocations: listOf(ref('location'), { uniqueItems: true }),
      partialFingerprints: { type: 'object', additionalProperties: text },
    },
    ['message'],
  ),
};

const run = closed(
  {
    tool: closed(
      {
        driver: closed(
          { name: text, version: text, informationUri: text, rules: listOf(ref('rule'), { uniqueItems: true }) },
          ['name'],
        ),
      },
      ['driver'],
    ),
    automationDetails: closed({ id: text, description: ref('message') }),
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    originalUriBaseIds: { type: 'object', additionalProperties: ref('artifactLocation') },
    results: listOf(ref('result')),
  },
  ['tool'],
);

const log = closed({ $schema: text, version: { enum: ['2.1.0'] }, runs: listOf(run) }, ['version', 'runs']);
