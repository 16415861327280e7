import type { PlanDocument } from './plan.ts';

/**
 * An in-toto statement, unsigned: what signs it, such as cosign, is the user's.
 *
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export interface Statement {
  readonly _type: 'https://in-toto.io/Statement/v1';
  readonly subject: readonly { readonly name: string; readonly digest: Readonly<Record<string, string>> }[];
  readonly predicateType: string;
  readonly predicate: Readonly<Record<string, unknown>>;
}

/** What is known of the program that a plan was made from. */
export interface AttestedSource {
  /** Commit of its own repository; undefined outside of one. */
  readonly commit: string | undefined;
}

/** States what a plan is: its digest and what it would write, from which commits it was made, and by what. */
export function attestPlan(plan: PlanDocument, source: AttestedSource): Statement {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      { name: `${plan.project}.kplan`, digest: { sha256: hexOf(plan.digest) } },
      ...plan.repositories.flatMap(({ name, contents_digest: contents }) =>
        contents === null ? [] : [{ name, digest: { sha256: hexOf(contents) } }],
      ),
    ],
    predicateType: 'https://konstruct-cdk.dev/attestations/plan/v1',
    predicate: { ...common(plan, source), complete: plan.complete, summary: plan.summary },
  };
}

/** What an apply did. */
export interface AttestedApply {
  readonly commits: readonly { readonly repository: string; readonly commit: string }[];
  /** False when it stopped before all of the plan was done. */
  readonly complete: boolean;
}

/** States what an apply did: the commits that carry out a plan, a part of it or all. */
export function attestApply(
  plan: PlanDocument,
  source: AttestedSource,
  { commits, complete }: AttestedApply,
): Statement {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: commits.map(({ repository, commit }) => ({ name: repository, digest: { gitCommit: commit } })),
    predicateType: 'https://konstruct-cdk.dev/attestations/apply/v1',
    predicate: { ...common(plan, source), plan: plan.digest, complete },
  };
}

// --- internal ---

function common(plan: PlanDocument, { commit }: AttestedSource) {
  return {
    project: plan.project,
    tool: { name: 'konstruct-cdk', version: plan.kcdk_version },
    source: commit === undefined ? null : { digest: { gitCommit: commit } },
    bases: plan.repositories.map(({ name, url, branch, base }) => ({
      name,
      uri: url,
      branch,
      digest: base === null ? null : { gitCommit: base },
    })),
  };
}

function hexOf(digest: string): string {
  return digest.replace(/^sha256:/, '');
}
