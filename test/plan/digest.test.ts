import { expect, it } from 'vitest';
import type { BuildPlanInput } from '../../lib/plan/build-plan.ts';
import type { TemplatePin } from '../../lib/plan/plan.ts';
import { parsePlanDocument, serializePlan } from '../../lib/plan/plan-json.ts';
import { manifest, manifests, plan, type World } from './world.ts';

const pin: TemplatePin = {
  template: 'https://git.example.com/templates//cluster',
  commit: 'a'.repeat(40),
  digest: `sha256:${'1'.repeat(64)}`,
};

const world: World = { files: { 'README.md': 'x' }, wanted: { 'a.yaml': manifests([manifest('Application', 'a')]) } };

const digestOf = async (change: Partial<World> = {}, input: Partial<BuildPlanInput> = {}) =>
  (await plan({ ...world, ...change }, { templates: [pin], ...input })).plan.digest;

it.each<[what: string, change: Partial<World>, input: Partial<BuildPlanInput>]>([
  ['a base', { files: { 'README.md': 'y' } }, {}],
  ['what is changed', { wanted: { ...world.wanted, 'b.yaml': 'b\n' } }, {}],
  ['a content', { wanted: { 'a.yaml': manifests([manifest('Application', 'a', { spec: { x: 1 } })]) } }, {}],
  [
    'bytes that mean the same',
    { wanted: { 'a.yaml': { ...manifests([manifest('Application', 'a')]), content: '# a\n' } } },
    {},
  ],
  ['the tool', {}, { kcdkVersion: '0.0.1' }],
  ['the commit of a template', {}, { templates: [{ ...pin, commit: 'b'.repeat(40) }] }],
  ['the files of a template', {}, { templates: [{ ...pin, digest: `sha256:${'2'.repeat(64)}` }] }],
  ['one template less', {}, { templates: [] }],
  ['what it is limited to', {}, { targets: { target: ['acme/app'], exclude: [] } }],
])('another plan has another digest: %s', async (_, change, input) => {
  expect(await digestOf(change, input)).not.toBe(await digestOf());
});

it('the same plan has the same digest, and says which templates it was made from', async () => {
  expect(await digestOf()).toBe(await digestOf());
  const { plan: document } = await plan(world, { templates: [pin] });
  expect(parsePlanDocument(serializePlan(document)).plan?.templates).toEqual([pin]);
});
