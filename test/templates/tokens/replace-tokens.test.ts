import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTokens } from '../../../lib/templates/tokens/find-tokens.ts';
import { replaceTokens } from '../../../lib/templates/tokens/replace-tokens.ts';

/** GitHub reads these, and nobody else. */
const EXPRESSION = '$' + '{{ "<REPO>" }}';

type Values = Readonly<Record<string, string | readonly string[]>>;

const replace = (text: string, values: Values) => replaceTokens(text, new Map(Object.entries(values)), 'a.yaml');

describe('tokens', () => {
  it('are found by their form, with their place', () => {
    const text = 'a: <NAME>-<B2_C>\nb: <PLATFORM-ORG>';
    expect(findTokens(text)).toEqual([
      { token: '<NAME>', offset: 3 },
      { token: '<B2_C>', offset: 10 },
      { token: '<PLATFORM-ORG>', offset: 20 },
    ]);
  });

  it.each([
    'cat <<EOF>file',
    'cat <<-EOT\n',
    '<lower_case>',
    '<_X>',
    '<2X>',
    '< X_Y >',
    '</NAME>',
    '<NAME',
    'NAME>',
    '<NA ME>',
    '<NAME a="b">',
    'if (a <B && c> d)',
    '$' + '{{ github.ref }}',
    '{{ .Values.x }}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: HCL
    '${var.NAME}',
    '%{ if X }',
  ])('are not seen in %s', (text) => {
    expect(findTokens(text)).toEqual([]);
    expect(replace(text, { '<EOF>': '!', '<NAME>': '!', '<X>': '!', '<B>': '!' }).text).toBe(text);
  });
});

describe('replacing', () => {
  it.each<[string, string, Values, string]>([
    ['whole tokens only', 'a: <X>/<X_Y>/<XX>', { '<X>': '1', '<X_Y>': '2' }, 'a: 1/2/<XX>'],
    [
      'inside what other tools read',
      `{{ include "<REPO>.name" . }} ${EXPRESSION}`,
      { '<REPO>': 'r' },
      `{{ include "r.name" . }} ${EXPRESSION.replace('<REPO>', 'r')}`,
    ],
    ['what JavaScript would take for a pattern', 'a: <X>', { '<X>': '$& $1 $$' }, 'a: $& $1 $$'],
    ['once', 'a: <X> <Y>', { '<X>': '<Y>', '<Y>': '<X>' }, 'a: <Y> <X>'],
    [
      'a whole line',
      '  annotations:\n    <LINE_1>\n    b: c\n',
      { '<LINE_1>': 'a: "x"' },
      '  annotations:\n    a: "x"\n    b: c\n',
    ],
    ['a line that is left out', 'a:\n  <LINE_1>\n  <LINE_2>\n', { '<LINE_1>': '', '<LINE_2>': 'b: c' }, 'a:\n  b: c\n'],
    ['lines, indented as their token', 'a:\n  <LINES>\n', { '<LINES>': 'b: c\n\nd: e\n' }, 'a:\n  b: c\n\n  d: e\n'],
    ['lines of a list', 'a:\n  <LINES>', { '<LINES>': ['b', 'c'] }, 'a:\n  b\n  c'],
    [
      'a list item',
      'options:\n  - <ENVIRONMENT> # all\nx: y\n',
      { '<ENVIRONMENT>': ['dev', 'prod'] },
      'options:\n  - dev # all\n  - prod # all\nx: y\n',
    ],
    [
      'a quoted list item',
      "options:\n  - '<ENVIRONMENT>'\n",
      { '<ENVIRONMENT>': ['dev', 'prod'] },
      "options:\n  - 'dev'\n  - 'prod'\n",
    ],
    ['elements', 'o: [<ENV_S>, x]', { '<ENV_S>': ['a', 'b'] }, 'o: [a, b, x]'],
    ['quoted elements', 'o = [ "<ENV_S>" ]', { '<ENV_S>': ['a', 'b'] }, 'o = [ "a", "b" ]'],
    ['no elements', 'o: [<ENV_S>]', { '<ENV_S>': [] }, 'o: []'],
    ['with CRLF', 'a:\r\n  - <ENV_S>\r\n', { '<ENV_S>': ['b', 'c'] }, 'a:\r\n  - b\r\n  - c\r\n'],
    ['an empty text in a line', 'a: <X>;', { '<X>': '' }, 'a: ;'],
    ['at the very start', '<X>: 1', { '<X>': 'a' }, 'a: 1'],
  ])('takes %s', (_name, text, values, expected) => {
    expect(replace(text, values)).toEqual({ text: expected, left: expect.anything(), diagnostics: [] });
  });

  it.each<[string, string, Values, number, number]>([
    ['a list in a text', 'a\nb: x-<ENV_S>', { '<ENV_S>': ['a', 'b'] }, 2, 6],
    ['a list as a value', 'b: <ENV_S>', { '<ENV_S>': ['a', 'b'] }, 1, 4],
    ['a list item that would be none', '- <ENV_S>', { '<ENV_S>': [] }, 1, 3],
    ['quoted elements that would be none', 'a: ["<ENV_S>"]', { '<ENV_S>': [] }, 1, 6],
    ['several lines in a line', 'a: <X>', { '<X>': 'b\nc' }, 1, 4],
    ['several lines in an item', '- <X>', { '<X>': ['b\nc', 'd'] }, 1, 3],
  ])('refuses %s, and leaves the token', (_name, text, values, line, column) => {
    const { text: result, diagnostics } = replace(text, values);
    expect(result).toBe(text);
    expect(diagnostics.map(({ code, source }) => [code, source])).toEqual([
      ['TOKEN_VALUE_MISPLACED', { file: 'a.yaml', line, column }],
    ]);
  });
});

describe('the laws of replacing', () => {
  const token = fc.constantFrom('<A>', '<A_B>', '<CD-E>', '<F1>');
  const plain = fc.constantFrom(
    'a',
    ' ',
    '\n',
    '- ',
    '<',
    '>',
    '<<',
    '[',
    ']',
    '"',
    ': ',
    '</A>',
    '<<EOF',
    '${{ ',
    ' }}',
    '\r\n',
    'é',
    '😀',
  );
  const text = fc.array(fc.oneof(token, plain), { maxLength: 40 }).map((parts) => parts.join(''));
  const oneLine = fc.string({ maxLength: 5 }).filter((value) => !/[\r\n]/.test(value));

  it('without values every byte stays, and every token is named', () => {
    fc.assert(
      fc.property(text, (source) => {
        expect(replace(source, {})).toEqual({ text: source, left: findTokens(source), diagnostics: [] });
      }),
    );
  });

  it('a token replaced by itself changes nothing', () => {
    fc.assert(
      fc.property(text, (source) => {
        const itself = { '<A>': '<A>', '<A_B>': '<A_B>', '<CD-E>': '<CD-E>', '<F1>': '<F1>' };
        expect(replace(source, itself)).toEqual({ text: source, left: [], diagnostics: [] });
      }),
    );
  });

  it('what is between tokens stays in its order, and the values stand between it', () => {
    const value = oneLine.filter((each) => each.trim() !== '');
    fc.assert(
      fc.property(text, value, value, (source, a, b) => {
        const values: Readonly<Record<string, string>> = { '<A>': a, '<A_B>': b };
        let expected = '';
        let done = 0;
        for (const use of findTokens(source)) {
          expected += source.slice(done, use.offset) + (values[use.token] ?? use.token);
          done = use.offset + use.token.length;
        }
        expect(replace(source, values).text).toBe(expected + source.slice(done));
      }),
    );
  });

  it('the result holds no replaced token, unless a value brought one or it is reported', () => {
    const list = fc.array(fc.stringMatching(/^[a-z]{1,4}$/), { maxLength: 3 });
    fc.assert(
      fc.property(text, list, (source, members) => {
        const {
          text: result,
          left,
          diagnostics,
        } = replace(source, { '<A>': members, '<A_B>': 'x', '<CD-E>': 'y', '<F1>': 'z' });
        expect(left).toEqual([]);
        if (diagnostics.length === 0) expect(findTokens(result)).toEqual([]);
        for (const { source: place } of diagnostics) expect(place?.line).toBeLessThanOrEqual(source.split('\n').length);
      }),
    );
  });
});
