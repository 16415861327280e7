import { digest } from '../cache/digest.ts';
import { type Resource, resourcesOf } from '../model/platform-model.ts';
import { recordSpec } from '../records/record-spec.ts';
import type { ResolvedProgram } from '../synth/resolve-program.ts';

/**
 * Tells programs apart: SHA-256 over everything that one declares, with its addresses.
 *
 * Two programs of one digest and of equal sources declare the same platform. What their charts compute, by the clock or
 * by the environment, only its files can tell.
 *
 * @param sources what else makes a program another one
 */
export function programDigest(program: ResolvedProgram, sources: readonly string[]): string {
  const { model, charts, lifecycle } = program;
  const resources = model === undefined ? [] : resourcesOf(model).map(describe);
  const marks = [...lifecycle.movedFrom, ...lifecycle.forgotten].map(({ address, by }) => [address, by.address]);
  const text = JSON.stringify([resources, charts.map(({ origin }) => origin.address), marks]);
  return digest(...sources, text);
}

// --- internal ---

function describe(resource: Resource): unknown {
  const { kind, namespace, name, origin } = resource;
  const spec = kind === 'platform' ? [resource.domain, resource.repository.url] : recordSpec(resource);
  return [kind, namespace, name, origin.address, spec];
}
