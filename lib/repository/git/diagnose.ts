import type { DiagnosticCode } from '../../diagnostics/codes.ts';

/** What a failed git command was for: the same words of a server mean different things to a reader and a writer. */
export type Purpose = 'read' | 'write' | 'local';

export interface Diagnosis {
  readonly code: DiagnosticCode;
  /** True when the same command may succeed a moment later. */
  readonly transient: boolean;
}

/**
 * Finds out why git failed from what it printed on standard error, with `LC_ALL=C`.
 *
 * Rows are tried in order, so the exact ones come first; what no row knows is the general failure of its purpose.
 */
export function diagnose(stderr: string, exitCode: number | null, purpose: Purpose): Diagnosis {
  // 129 is how git ends when it does not know an option.
  if (exitCode === 129) return { code: 'REPOSITORY_GIT_TOO_OLD', transient: false };
  for (const row of ROWS) {
    if (row.purpose !== undefined && row.purpose !== purpose) continue;
    if (row.pattern.test(stderr)) return { code: row.code, transient: row.code === 'REPOSITORY_UNREACHABLE' };
  }
  const code = {
    read: 'REPOSITORY_READ_FAILED',
    write: 'REPOSITORY_PUSH_FAILED',
    local: 'REPOSITORY_STORE_FAILED',
  } as const;
  return { code: code[purpose], transient: false };
}

/**
 * The lines of standard error that tell something, cut to what fits a message.
 *
 * Progress and git's own hints are left out; words of the server keep their `remote:`.
 */
export function tellingLines(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && line !== 'remote:' && !line.startsWith('hint:') && !PROGRESS.test(line));
  const kept = lines.slice(-20).map((line) => (line.length > 300 ? `${line.slice(0, 300)}…` : line));
  return [...new Set(kept)].join('\n');
}

// --- internal ---

const PROGRESS =
  /^(?:remote: )?(?:Enumerating|Counting|Compressing|Writing|Receiving|Resolving|Unpacking|Total|To |From | [*+=!-] )/;

interface Row {
  readonly code: DiagnosticCode;
  readonly pattern: RegExp;
  readonly purpose?: Purpose;
}

/** Messages of git 2.31 to 2.50, libcurl, OpenSSH, GitHub, GitLab, Bitbucket, Azure DevOps and Gitea. */
const ROWS: readonly Row[] = [
  {
    code: 'REPOSITORY_BLOB_MISSING',
    purpose: 'read',
    pattern: /not our ref|not allow request for unadvertised object/,
  },
  { code: 'REPOSITORY_BRANCH_MISSING', purpose: 'read', pattern: /couldn't find remote ref/ },
  { code: 'REPOSITORY_OWNER_UNTRUSTED', pattern: /detected dubious ownership|is owned by someone else/ },
  {
    code: 'REPOSITORY_HOST_UNVERIFIED',
    pattern:
      /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|SSL certificate problem|certificate verification failed|no alternative certificate subject name|self.signed certificate/i,
  },
  { code: 'REPOSITORY_REDIRECTED', pattern: /returned error: 30[12378]\b|unable to update url base from redirection/ },
  {
    code: 'REPOSITORY_READ_ONLY',
    purpose: 'write',
    pattern:
      /returned error: 403\b|service not enabled|marked as read only|archived so it is read-only|Permission to \S+ denied|Write access to repository not granted|insufficient permission for adding an object|remote unpack failed: unable to create temporary object directory|Read-only file system|not allowed to push code|does not have (?:the )?(?:write|push) (?:access|permission)|You need the Git 'GenericContribute'/i,
  },
  {
    code: 'REPOSITORY_AUTHENTICATION_FAILED',
    pattern:
      /returned error: 40[13]\b|Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|Permission denied \(|Invalid (?:username|credentials)|HTTP Basic: Access denied|Too many authentication failures|denied to deploy key/i,
  },
  {
    code: 'REPOSITORY_NOT_FOUND',
    pattern:
      /does not appear to be a git repository|not a git repository|repository .* not found|Repository not found|returned error: 404\b|repository .* does not exist|could not be found or you don't have permission|access denied or repository not exported/i,
  },
  {
    code: 'REPOSITORY_STORE_FAILED',
    purpose: 'read',
    pattern: /^(?!remote:).*(?:No space left on device|Disk quota exceeded)/m,
  },
  { code: 'REPOSITORY_PUSH_FAILED', purpose: 'write', pattern: /No space left on device|Disk quota exceeded/ },
  {
    code: 'REPOSITORY_UNREACHABLE',
    pattern:
      /Could not resolve (?:host|proxy)|Failed to connect|Couldn't connect|Connection (?:refused|timed out|reset|closed)|Operation (?:timed out|too slow)|Network is unreachable|No route to host|Recv failure|Send failure|Empty reply from server|early EOF|unexpected disconnect|RPC failed|recv error|returned error: (?:408|429|5\d\d)\b|unable to connect to|Temporary failure in name resolution|Name or service not known|kex_exchange_identification|hung up unexpectedly|Could not read from remote repository/i,
  },
  { code: 'REPOSITORY_READ_ONLY', purpose: 'write', pattern: /Permission denied/i },
  { code: 'REPOSITORY_AUTHENTICATION_FAILED', purpose: 'read', pattern: /Permission denied/i },
];
