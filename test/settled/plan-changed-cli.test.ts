import { afterEach, beforeEach, expect, it } from 'vitest';
import { refsOf } from '../tools/project.ts';
import { createSettledProject, SAID, type Said, type SettledProject } from './settled-project.ts';

const LOCAL: Said = {
  ...SAID,
  dev: { description: 'Other' },
  services: { ...SAID.services, 'red-a': { replicas: 7 }, 'blue-a': { replicas: 8 } },
};

let project: SettledProject;

beforeEach(async () => {
  project = await createSettledProject();
  // what is kept
  await project.ok(['plan']);
});

afterEach(() => project.remove());

it('is shown as the plan of any other run', async () => {
  project.say(LOCAL);
  for (const argv of [['plan'], ['plan', '--json'], ['plan', '--detailed-exitcode'], ['plan', '--format', 'github']]) {
    expect(await project.run(argv)).toEqual(await project.run([...argv, '--no-cache']));
  }
});

it('is saved as any other, and is carried out', async () => {
  project.say(LOCAL);
  await project.ok(['plan', '--out', 'saved.kplan']);
  await project.ok(['plan', '--out', 'whole.kplan', '--no-cache']);
  expect(project.read('saved.kplan')).toBe(project.read('whole.kplan'));
  await project.ok(['apply', 'saved.kplan', '--yes']);
  for (const more of [[], [], ['--no-cache']]) {
    const { exitCode, stdout } = await project.run(['plan', '--json', '--detailed-exitcode', ...more]);
    expect([exitCode, JSON.parse(stdout).resource_changes]).toEqual([0, []]);
  }
});

it('leaves behind what an apply of the program leaves behind', async () => {
  const other = await createSettledProject();
  try {
    project.say(LOCAL);
    other.say(LOCAL);
    await project.ok(['plan', '--out', 'saved.kplan']);
    await project.ok(['apply', 'saved.kplan', '--yes']);
    await other.ok(['apply', '--yes', '--no-cache']);
    expect(project.trees()).toEqual(other.trees());
    // and can be taken back
    project.say(SAID);
    await project.ok(['apply', '--yes']);
    const refs = refsOf(project);
    await project.ok(['apply', '--yes']);
    expect(refsOf(project)).toEqual(refs);
  } finally {
    other.remove();
  }
});
