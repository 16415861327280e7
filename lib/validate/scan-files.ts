import { type Diagnostic, error, warning } from '../diagnostics/diagnostic.ts';
import type { FileSet, WantedFile } from '../model/file-set.ts';
import { lineWrittenAt } from './written-at.ts';

/**
 * Looks for what must never be committed: secrets, and placeholders that nothing replaced.
 *
 * The finding names the file, the line and the kind of secret, never the text.
 */
export function scanFiles(fileSets: readonly FileSet[]): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { repository, files } of fileSets) {
    for (const file of files.values()) {
      if (SUSPICIOUS.test(file.content)) found.push(...findings(repository, file));
    }
  }
  return found;
}

// --- internal ---

interface Pattern {
  readonly code: 'SECRET_LITERAL' | 'TOKEN_UNRESOLVED' | 'TERRAFORM_TOKEN_LEAKED' | 'NAME_SUFFIX_DOUBLED';
  readonly what: string;
  /** Without flags; a cheap test for all of them together is made from it. */
  readonly source: string;
  /** Whether the match itself may be shown: true only for what is no secret. */
  readonly show: boolean;
  readonly severity: 'error' | 'warning';
}

/**
 * Forms that are secrets beyond doubt, by the prefixes their issuers gave them for this purpose.
 *
 * @see https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
 * @see https://docs.gitlab.com/security/tokens/#token-prefixes
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 * @see https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes
 */
const PATTERNS: readonly Pattern[] = [
  secret('a PEM private key', '-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----'),
  secret('a GitHub token', '\\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})'),
  secret('a GitLab token', '\\bgl(?:pat|ptt|dt|rt|cbt|oas|soat|agent)-[A-Za-z0-9_-]{20,}'),
  secret('an AWS access key', '\\b(?:AKIA|ASIA)[A-Z2-7]{16}\\b'),
  secret('a Vault token', '\\bhv[sbr]\\.[A-Za-z0-9_-]{24,}'),
  secret('a Slack token', '\\bxox[abeoprs]-[A-Za-z0-9-]{10,}'),
  secret('a Konstruct API key', '\\bkonst_(?:api|mcp)_[A-Za-z0-9_-]{8,}'),
  // Texts, lists, mappings; numbers and lists of numbers are doubles that nothing else comes to.
  leaked('[$#&]\\{TfToken\\[[^\\]]*\\]\\}'),
  leaked('-8\\.10956221\\d{5,9}e\\+298|-1\\.88815458\\d{6,10}e\\+289'),
  token('an unresolved token', '\\$\\{Token\\[[^\\]]*\\]\\}'),
  token('a placeholder', '<[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+>'),
  doubled('-(?:mgmt-mgmt|management-management)\\b'),
  // One word may as well be HTML in a ConfigMap.
  { ...token('what looks like a placeholder', '<[A-Z][A-Z0-9]{2,}>'), severity: 'warning' },
];

const SUSPICIOUS = new RegExp(PATTERNS.map(({ source }) => source).join('|'));

function secret(what: string, source: string): Pattern {
  return { code: 'SECRET_LITERAL', what, source, show: false, severity: 'error' };
}

/** @see https://github.com/hashicorp/terraform-cdk/blob/main/packages/cdktf/lib/tokens/private/encoding.ts */
function leaked(source: string): Pattern {
  return { code: 'TERRAFORM_TOKEN_LEAKED', what: 'a Terraform token', source, show: true, severity: 'error' };
}

function token(what: string, source: string): Pattern {
  return { code: 'TOKEN_UNRESOLVED', what, source, show: true, severity: 'error' };
}

/** Where a template adds to the name of a management cluster what it has already. */
function doubled(source: string): Pattern {
  return { code: 'NAME_SUFFIX_DOUBLED', what: 'a suffix twice', source, show: true, severity: 'warning' };
}

function findings(repository: string, file: WantedFile): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { code, what, source, show, severity } of PATTERNS) {
    const seen = new Set<string>();
    for (const match of file.content.matchAll(new RegExp(source, 'g'))) {
      if (seen.has(match[0])) continue;
      seen.add(match[0]);
      const line = file.content.slice(0, match.index).split('\n').length;
      const summary = `\`${file.path}\` holds ${what} in line ${line}${show ? `: \`${match[0]}\`` : ''}`;
      const report = severity === 'error' ? error : warning;
      const place = lineWrittenAt(file.origin, file.provenance, line, match[0]);
      found.push(report(code, { summary, repository, path: file.path, ...place }));
    }
  }
  return found;
}
