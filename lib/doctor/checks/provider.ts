import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { findNode, findText } from '../../edit/path.ts';
import { NEW_NAME, OLD_NAME } from '../../migrate/github-app/crossplane-credentials.ts';
import { imageState } from '../../migrate/github-app/image-tags.ts';
import { RUNTIME_TEMPLATE } from '../../migrate/github-app/runtime-config.ts';
import { type ClusterResources, doubtAt, type Resource, troubleAt } from '../resources.ts';

/**
 * Whether the image of the Terraform provider and the Secret that it reads belong together.
 *
 * The image for GitHub Apps reads `github-app-credentials` and falls back on nothing; the one before reads the Secret
 * that a ProviderConfig names.
 */
export function checkProvider({ resources }: ClusterResources): readonly Diagnostic[] {
  const made = new Map(resources.filter(({ kind }) => kind === 'ExternalSecret').map((each) => [each.name, each]));
  return resources.flatMap((resource) => {
    if (resource.kind !== 'DeploymentRuntimeConfig') return [];
    return imagesOf(resource).flatMap(({ image, state }) => {
      if (state !== 'before' && state !== 'after') {
        const detail = `Nobody can tell whether \`${image.text}\` reads \`${NEW_NAME}\` or what a ProviderConfig names.`;
        return [doubtAt('MIGRATE_IMAGE_UNKNOWN', resource, { detail }, image)];
      }
      const [needed, other] = state === 'after' ? [NEW_NAME, OLD_NAME] : [OLD_NAME, NEW_NAME];
      const findings: Diagnostic[] = [];
      if (!made.has(needed)) {
        const detail = `\`${image.text}\` fetches modules with \`${needed}\` and nothing else, so every clone fails.`;
        findings.push(troubleAt('DOCTOR_SECRET_MISSING', resource, { detail }, image));
      }
      const unused = made.get(other);
      if (unused !== undefined)
        findings.push(
          doubtAt('DOCTOR_SECRET_UNUSED', unused, { detail: `\`${image.text}\` does not read \`${other}\`.` }),
        );
      return findings;
    });
  });
}

// --- internal ---

function imagesOf({ root }: Resource) {
  const containers = findNode(root, [...RUNTIME_TEMPLATE, 'spec', 'containers']);
  return (containers?.kind === 'list' ? containers.items : []).flatMap(({ value }) => {
    const image = findNode(value, ['image']);
    const found = imageState(findText(value, ['image']) ?? '');
    return image?.kind === 'scalar' && found?.name === 'provider-terraform' ? [{ image, state: found.state }] : [];
  });
}
