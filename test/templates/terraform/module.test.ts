import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBackend, readVariables } from '../../../lib/templates/terraform/module.ts';
import { literalText, scanHcl } from '../../../lib/templates/terraform/scan-hcl.ts';
import { parseVariableType, variableProblem } from '../../../lib/templates/terraform/variable-type.ts';

const variablesOf = (text: string, file = 'main.tf') => [...readVariables(new Map([[file, text]])).values()];

describe('the structure of HCL', () => {
  it.each<[string, string, readonly string[]]>([
    ['comments of every kind', '# variable "a" {}\n// variable "b" {}\n/* variable "c" {} */ variable "d" {}', ['d']],
    ['braces in texts', `locals {\n a = "} \${ { "b" : "}" }["b"] } $\${"\n}\nvariable "x" {}`, ['x']],
    ['heredocs', 'locals {\n a = <<-EOT\n variable "no" { }\n }\n  EOT\n}\nvariable "x" {}', ['x']],
    ['lists over several lines', 'locals {\n a = [ # ]\n  1, "]",\n ]\n}\nvariable "x" {}', ['x']],
    ['variables in other blocks', 'module "m" {\n variable "no" {}\n}\nvariable x {}', ['x']],
    ['a brace too many', '}\nvariable "x" {}', ['x']],
    ['lines that are none of HCL', '%% nonsense {{\nvariable "x" {}\n= 3\n', ['x']],
    ['line ends of Windows', 'variable "x" {\r\n  default = 1\r\n}\r\nvariable "y" {}\r\n', ['x', 'y']],
  ])('is read around %s', (_, text, names) => {
    expect(variablesOf(text).map(({ name }) => name)).toEqual(names);
  });

  it.each<[string, string, number | undefined]>([
    ['a block that is not closed', 'a {}\nlocals {\n x = 1\n', 2],
    ['the inner of two', 'a {\n b {\n}\n', 1],
    ['a brace too many', 'a {}\n}\n', 2],
    ['a line that is neither block nor attribute', 'a {\n x: 1\n}\n', 2],
    ['nothing in comments and texts', '# }\na {\n x = "}" // {\n /* { */\n}\n', undefined],
    ['nothing in heredocs', 'a {\n x = jsonencode(<<-EOT\n } {\n  EOT\n  )\n}\n', undefined],
    ['nothing in names of any script', 'locals {\n größe-1 = 1\n}\nvariable äpfel {}\n', undefined],
    ['nothing on one line', 'variable "x" { default = "" }\r\nprovider aws {}', undefined],
  ])('tells %s', (_, text, line) => {
    const { problem } = scanHcl(text);
    expect(problem && text.slice(0, problem.offset).split('\n').length).toBe(line);
  });

  it('is read of any text, and never breaks', () => {
    const piece = fc.constantFrom(
      'variable',
      '"',
      '{',
      '}',
      `\${`,
      '<<EOT\n',
      'EOT',
      '=',
      '\n',
      '#',
      '/*',
      '*/',
      '[',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const { attributes, blocks } = scanHcl(pieces.join(''));
        expect(attributes.length + blocks.length).toBeLessThanOrEqual(pieces.length);
      }),
    );
  });

  it('tells literals from expressions', () => {
    expect(literalText(`"a \\"b\\" \\n $\${c}"`)).toBe(`a "b" \n \${c}`);
    expect(literalText(`"\${var.a}"`)).toBeUndefined();
    expect(literalText('var.a')).toBeUndefined();
  });
});

describe('a variable', () => {
  it('says whether it must be given, may hold a secret, and what it may be', () => {
    const text = `variable "tier" {
  type        = string
  description = "Size"
  validation {
    condition = contains(["a", "b",], var.tier)
  }
}
variable "key" {
  sensitive = true
  default   = null
}`;
    expect(variablesOf(text)).toMatchObject([
      {
        name: 'tier',
        required: true,
        sensitive: false,
        options: ['a', 'b'],
        description: 'Size',
        position: { line: 1 },
      },
      { name: 'key', required: false, sensitive: true, options: [], position: { line: 8 } },
    ]);
  });

  it('is read from JSON too', () => {
    const text = JSON.stringify({
      variable: { size: { type: 'number' }, key: { type: 'string', sensitive: true, default: '' } },
    });
    expect(variablesOf(text, 'cdk.tf.json')).toMatchObject([
      { name: 'size', required: true, type: { kind: 'number' } },
      { name: 'key', required: false, sensitive: true },
    ]);
    expect(variablesOf('{', 'cdk.tf.json')).toEqual([]);
  });

  it.each<[string, unknown, boolean]>([
    ['string', 'a', true],
    ['string', 1, false],
    ['number', 1.5, true],
    ['number', '-2e3', true],
    ['number', '', false],
    ['bool', 'true', true],
    ['bool', 'yes', false],
    ['list(string)', ['a'], true],
    ['set(number)', ['a'], false],
    ['map(list(bool))', { a: [true] }, true],
    ['map(list(bool))', { a: true }, false],
    ['tuple([string, number])', ['a', 1], true],
    ['tuple([string, number])', ['a'], false],
    ['object({ a = string, b = optional(map(string), { x = "}" }) })', { a: 'x' }, true],
    ['object({\n a = string # first\n b = optional(number)\n})', { a: 'x', b: 'y' }, false],
    ['object({ a = string })', { a: 'x', c: 1 }, false],
    ['any', { a: [1] }, true],
    ['a_type_of_the_future(x)', [1], true],
  ])('of type %s takes %j: %s', (type, value, fits) => {
    const problem = variableProblem(value as never, parseVariableType(type));
    expect(problem === undefined).toBe(fits);
  });
});

it('says where a module keeps its state', () => {
  const text =
    'terraform {\n required_version = ">= 1.6"\n backend "s3" {\n  bucket = "b"\n  key = "k"\n  encrypt = true\n }\n}';
  expect(readBackend(text)).toEqual({ type: 's3', settings: { bucket: 'b', key: 'k' } });
  expect(readBackend('terraform {\n cloud {\n organization = "o"\n }\n}')).toEqual({
    type: 'cloud',
    settings: { organization: 'o' },
  });
  expect(readBackend('backend "s3" {}\nlocals {}\n')).toBeUndefined();
});
