import { describe, expect, it } from 'vitest';
import { formatTemplateSource, parseTemplateLocation } from '../../../lib/templates/source/template-location.ts';
import { codeOf, errorOf } from '../../tools/code-of.ts';

describe('the place of a template', () => {
  it.each<[string, Parameters<typeof parseTemplateLocation>[1], ReturnType<typeof parseTemplateLocation>]>([
    ['templates/agent', {}, { folder: 'templates/agent' }],
    ['templates/', { path: 'agent/' }, { folder: 'templates/agent' }],
    ['C:\\templates', {}, { folder: 'C:\\templates' }],
    ['https://git.example.com/acme/catalog', {}, { url: 'https://git.example.com/acme/catalog', path: '' }],
    [
      'https://git.example.com/acme/catalog.git//charts/agent?ref=v1',
      {},
      { url: 'https://git.example.com/acme/catalog.git', path: 'charts/agent', ref: 'v1' },
    ],
    [
      'git::https://git.example.com/c.git//a?ref=feature/x',
      {},
      { url: 'https://git.example.com/c.git', path: 'a', ref: 'feature/x' },
    ],
    [
      'https://git.example.com/c',
      { path: './a/', ref: 'v2' },
      { url: 'https://git.example.com/c', path: 'a', ref: 'v2' },
    ],
    ['git@git.example.com:acme/catalog.git', { path: '.' }, { url: 'git@git.example.com:acme/catalog.git', path: '' }],
    ['../catalog.git//agent', {}, { url: '../catalog.git', path: 'agent' }],
    ['../catalog', { ref: 'main' }, { url: '../catalog', path: '', ref: 'main' }],
  ])('%s %j', (text, options, expected) => {
    expect(parseTemplateLocation(text, options)).toEqual(expected);
  });

  it.each<[string, Parameters<typeof parseTemplateLocation>[1]]>([
    ['', {}],
    ['https://git.example.com/c//a', { path: 'b' }],
    ['https://git.example.com/c?ref=a', { ref: 'b' }],
    ['https://git.example.com/c', { ref: '' }],
    ['https://git.example.com/c', { path: '../other' }],
    ['https://git.example.com/c//.git/hooks', {}],
  ])('is refused: %s %j', (text, options) => {
    expect(codeOf(() => parseTemplateLocation(text, options))).toBe('TEMPLATE_LOCATION_INVALID');
  });

  it('never quotes credentials', () => {
    const found = errorOf(() => parseTemplateLocation('https://user:hunter2@git.example.com/c//..', {}));
    expect(found?.code).toBe('TEMPLATE_LOCATION_INVALID');
    expect(JSON.stringify(found?.diagnostics)).not.toContain('hunter2');
  });

  it('is read back from what is shown', () => {
    for (const text of ['https://git.example.com/c//a/b?ref=v1', 'https://git.example.com/c', 'templates/a']) {
      expect(formatTemplateSource(parseTemplateLocation(text))).toBe(text);
    }
  });
});
