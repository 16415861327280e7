import { expect, it } from 'vitest';
import { type Fixture, firstDifference, helmTemplate, parseFixture, renderFixture } from './fixture.ts';
import { HELM_BINARIES } from './helm-binaries.ts';
import { CALL_VALUES, randomCall } from './random-call.ts';
import { randomSource } from './random-template.ts';

const COUNT = Number(process.env['KCDK_FUZZ_COUNT'] ?? 1_000);
const BATCH = 250;
/** How many of the calls that we refuse are tried with Helm, which takes a process for each. */
const REFUSALS = 50;

/**
 * For looking for differences: `KCDK_FUZZ_CALLS=1`. Some are known that no chart meets, such as `printf "%x" .Chart`, so a
 * run of random calls does not pass every time and is no gate.
 */
const wanted = process.env['KCDK_FUZZ_CALLS'] !== undefined;

it.skipIf(!wanted).each(HELM_BINARIES)('calls functions as Helm $release does', async ({ release, binary }) => {
  const seed = Number(process.env['KCDK_FUZZ_SEED'] ?? Date.now() % 1_000_000_000);
  console.log(`seeds ${seed} to ${seed + COUNT - 1}; repeat one with KCDK_FUZZ_SEED=… KCDK_FUZZ_COUNT=1`);
  const accepted: string[] = [];
  const refused: string[] = [];
  for (let at = seed; at < seed + COUNT; at++) {
    const call = randomCall(randomSource(at));
    const { output } = await renderFixture(chartOfCalls([call]), release);
    (output === 'error\n' ? refused : accepted).push(call);
  }
  const differences: string[] = [];
  const compare = async (calls: readonly string[]): Promise<void> => {
    const fixture = chartOfCalls(calls);
    const theirs = helmTemplate(fixture, binary).output;
    const ours = (await renderFixture(fixture, release)).output;
    if (ours === theirs) return;
    if (calls.length === 1) differences.push(`{{ ${calls[0]} }}, ${firstDifference(ours, theirs)}`);
    else {
      await compare(calls.slice(0, calls.length / 2));
      await compare(calls.slice(calls.length / 2));
    }
  };
  for (let at = 0; at < accepted.length; at += BATCH) await compare(accepted.slice(at, at + BATCH));
  for (const call of refused.slice(0, REFUSALS)) await compare([call]);
  console.log(`${accepted.length} calls, ${refused.length} refused, ${differences.length} mismatches`);
  expect(differences).toEqual([]);
  if (COUNT >= 100) expect(accepted.length).toBeGreaterThan(COUNT / 2);
});

// --- internal ---

function chartOfCalls(calls: readonly string[]): Fixture {
  const defines = calls.map((call, at) => `{{ define "e${at}" }}{{ ${call} }}{{ end }}\n`).join('');
  const uses = calls.map((_, at) => `- {{ include "e${at}" . | toJson }}\n`).join('');
  const helper = '{{ define "h" }}[{{ kindOf . }}]{{ end }}\n';
  return parseFixture(
    'calls',
    `-- values --\n${CALL_VALUES}\n-- templates/_calls.tpl --\n${helper}${defines}-- templates/x.yaml --\nkind: ConfigMap\nresults:\n${uses}`,
  );
}
