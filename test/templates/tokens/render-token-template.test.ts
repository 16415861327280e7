import { describe, expect, it } from 'vitest';
import { misspeltTokens } from '../../../lib/templates/tokens/check-tokens.ts';
import { renderTokenTemplate, type TokenTemplateOptions } from '../../../lib/templates/tokens/render-token-template.ts';

const render = (
  files: Readonly<Record<string, string | Uint8Array>>,
  values: Readonly<Record<string, string>>,
  keep?: TokenTemplateOptions['keep'],
) => renderTokenTemplate(new Map(Object.entries(files)), { values: new Map(Object.entries(values)), keep });

describe('a token template', () => {
  it('is rendered in every text file and path, without its input file', () => {
    const bytes = new Uint8Array([0xff, 60, 65, 95, 66, 62]);
    const { files, diagnostics } = render(
      {
        'kubefirst.yaml': 'inputs: []\n',
        'components/<CLUSTER_NAME>/app.yaml': 'name: <CLUSTER_NAME>\n',
        '<CLUSTER_NAME>': 'plain\n',
        'logo.png': bytes,
      },
      { '<CLUSTER_NAME>': 'lon1' },
    );
    expect(diagnostics).toEqual([]);
    expect(Object.fromEntries(files)).toEqual({
      'components/lon1/app.yaml': 'name: lon1\n',
      lon1: 'plain\n',
      'logo.png': bytes,
    });
  });

  it('names every token that nothing replaced once, with its places and what was probably meant', () => {
    const { diagnostics } = render(
      { 'a.yaml': 'options:\n  - <ENVIORNMENT>\nb: <WHATEVER_IT_IS>\nc: <ENVIORNMENT>\n' },
      { '<ENVIRONMENT>': 'dev' },
    );
    expect(
      diagnostics.map(({ code, source, fix, related }) => [code, source?.line, source?.column, fix, related?.length]),
    ).toEqual([
      ['TOKEN_UNRESOLVED', 2, 5, 'Did you mean `<ENVIRONMENT>`?', 1],
      ['TOKEN_UNRESOLVED', 3, 4, expect.any(String), undefined],
    ]);
    expect(diagnostics[1]?.fix).not.toContain('Did you mean');
  });

  it('keeps the tokens that belong to somebody else', () => {
    const { files, diagnostics } = render({ 'a.yaml': 'a: <REPO_NAME>\n' }, {}, new Set(['<REPO_NAME>']));
    expect([files.get('a.yaml'), diagnostics]).toEqual(['a: <REPO_NAME>\n', []]);
  });

  it('takes elements of HTML for what they are', () => {
    const { diagnostics } = render({ 'a.html': '<BODY><B>a</B><P>b<NOTE>c</NOTE>' }, {});
    expect(diagnostics).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['leaves the folder', { '<X_Y>': '../..' }, 'PATH_UNSAFE'],
    ['is empty', { '<X_Y>': '' }, 'PATH_UNSAFE'],
    ['is taken', { '<X_Y>': 'b' }, 'PATH_CLASH'],
    ['is unresolved', {}, 'TOKEN_UNRESOLVED'],
    ['has several lines', { '<X_Y>': 'a\nb' }, 'TOKEN_VALUE_MISPLACED'],
  ])('is refused where a path %s', (_name, values, code) => {
    const { diagnostics } = render({ 'a/b': '', 'a/<X_Y>': '' }, values);
    expect(diagnostics.map((found) => [found.code, found.source?.file])).toEqual([[code, 'a/<X_Y>']]);
  });
});

describe('nearly a token', () => {
  const known = ['<CLUSTER_NAME>', '<ENVIRONMENT>', '<EMAIL>'];
  const codes = (text: string) =>
    misspeltTokens(known)(text, 'a').map(({ code, source }) => [code, source?.line, source?.column]);

  it.each(['<cluster-name>', '<Cluster_Name>', '< CLUSTER_NAME >', '<CLUSTER-NAME>', '<environment>'])(
    'is %s',
    (text) => {
      expect(codes(`a\nb ${text}`)).toEqual([['TOKEN_MISSPELT', 2, 3]]);
    },
  );

  it.each(['<CLUSTER_NAME>', '<cluster>', '<email>a</email>', '<<environment>', 'a < environment'])(
    'is not %s',
    (text) => {
      expect(codes(text)).toEqual([]);
    },
  );
});
