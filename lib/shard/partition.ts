import type { PlatformModel } from '../model/platform-model.ts';
import type { CompileScope } from '../synth/scope.ts';

/** Which of how many parts. */
export interface ShardNumber {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** A part with nothing in it: for questions about a program as a whole. */
export const NO_SHARD: ShardNumber = { index: 0, count: 1 };

/**
 * The part of a platform that a shard compiles.
 *
 * What writes to one repository stays together, and so do organizations that use clusters of each other: a repository
 * belongs to exactly one shard. The platform's own repository, with everything Global, is in the first. The rest is
 * dealt out by size, the largest first; the same platform is always cut in the same way. With more shards than parts
 * some are empty.
 */
export function partition(model: PlatformModel, { index, count }: ShardNumber): CompileScope {
  const parts = partsOf(model);
  const home = parts.find(({ repositories }) => repositories.has(model.platform.repository.name));
  const others = parts.filter((part) => part !== home).sort((a, b) => b.weight - a.weight || compare(a.name, b.name));
  const shards = Array.from({ length: count }, () => ({ weight: 0, parts: [] as Part[] }));
  for (const part of home === undefined ? others : [home, ...others]) {
    const lightest = shards.reduce((best, one) => (one.weight < best.weight ? one : best));
    lightest.weight += part.weight;
    lightest.parts.push(part);
  }
  const own = shards[index - 1]?.parts ?? [];
  return {
    organizations: new Set(own.flatMap((part) => [...part.organizations])),
    repositories: new Set(own.flatMap((part) => [...part.repositories])),
  };
}

// --- internal ---

/** What cannot be cut further. */
interface Part {
  /** The first of its repositories, in the order of names. */
  readonly name: string;
  readonly organizations: Set<string>;
  readonly repositories: Set<string>;
  /** About how many files it has. */
  weight: number;
}

function partsOf(model: PlatformModel): readonly Part[] {
  const sets = new DisjointSets();
  const organization = (name: string) => `organization ${name}`;
  const repository = (name: string) => `repository ${name}`;
  for (const { name } of model.repositories) sets.add(repository(name));
  for (const { name, platform, application } of model.organizations) {
    sets.join(organization(name), repository(platform.name));
    sets.join(organization(name), repository(application.name));
  }
  const weights = new Map<string, number>();
  const weigh = (name: string, weight: number) => weights.set(name, (weights.get(name) ?? 0) + weight);
  for (const cluster of model.workloadClusters) {
    const { organization: owner, management } = cluster;
    sets.join(organization(owner.name), organization(management.organization.name));
    weigh(owner.name, 7 + 2 * cluster.environments.length);
  }
  for (const { namespace, cluster, environments } of model.catalogDeployments) {
    const { name } = cluster.organization;
    if (sets.has(organization(namespace))) sets.join(organization(namespace), organization(name));
    weigh(name, 1 + environments.length);
  }
  for (const { organization: owner, repository: source, scaffold, stages } of model.applications) {
    if (owner === undefined) continue;
    if (scaffold) sets.join(organization(owner.name), repository(source.name));
    weigh(owner.name, 1 + stages.length);
  }
  const parts = new Map<string, Part>();
  const partOf = (member: string) => {
    const root = sets.find(member);
    const part = parts.get(root) ?? { name: '', organizations: new Set(), repositories: new Set(), weight: 1 };
    parts.set(root, part);
    return part;
  };
  for (const { name } of model.organizations) {
    const part = partOf(organization(name));
    part.organizations.add(name);
    part.weight += weights.get(name) ?? 0;
  }
  for (const { name } of model.repositories) partOf(repository(name)).repositories.add(name);
  return [...parts.values()].map((part) => ({ ...part, name: [...part.repositories].sort(compare)[0] ?? '' }));
}

/** Which members belong together. */
class DisjointSets {
  readonly #parents = new Map<string, string>();

  add(member: string): void {
    if (!this.#parents.has(member)) this.#parents.set(member, member);
  }

  has(member: string): boolean {
    return this.#parents.has(member);
  }

  join(a: string, b: string): void {
    this.add(a);
    this.add(b);
    this.#parents.set(this.find(a), this.find(b));
  }

  find(member: string): string {
    let root = member;
    for (let next = this.#parents.get(root); next !== undefined && next !== root; next = this.#parents.get(root)) {
      root = next;
    }
    // the way is short the next time
    for (let at = member; at !== root; ) {
      const next = this.#parents.get(at) ?? root;
      this.#parents.set(at, root);
      at = next;
    }
    return root;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
