import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { type Diagnostic, errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { readableLedger } from '../../lib/ledgers/rewrite-ledger.ts';
import { isAtOrBelow } from '../../lib/model/lifecycle.ts';
import { verifyLedgers } from '../../lib/plan/verify-ledgers.ts';
import { visible } from '../../lib/report/visible.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { LedgerFlags } from '../commands/ledger-commands.ts';
import type { CliIo } from '../io.ts';
import { table } from '../view/table.ts';
import { withLedgers } from './ledgers.ts';
import { json } from './query.ts';
import { exitCodeOf, openSession } from './session.ts';

export type LedgerOptions = GlobalOptions & LedgerFlags;

/** Lists the ledgers of all projects. */
export async function runLedgerList(options: LedgerOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  return withLedgers<ExitCode>(session, async ({ project, repositories }) => {
    const rows = repositories.flatMap(({ found: { ledgers, snapshot } }) =>
      ledgers.map(({ project: owner, path, ledger }) => ({
        repository: snapshot.repository,
        project: owner,
        own: owner === project,
        path,
        readable: ledger !== undefined,
        files: ledger?.files.size ?? null,
        records: ledger?.records.length ?? null,
      })),
    );
    if (options.json === true) io.stdout.write(json(rows));
    else if (rows.length > 0) {
      const cells = rows.map(({ repository, project: owner, own, files, records, readable }) =>
        [
          repository,
          `${owner}${own ? ' (this one)' : ''}`,
          readable ? `${files}` : 'unreadable',
          `${records ?? ''}`,
        ].map(visible),
      );
      io.stdout.write(table([['REPOSITORY', 'PROJECT', 'FILES', 'RECORDS'], ...cells]));
    }
    return 0;
  });
}

/** Shows what the project owns. */
export async function runLedgerShow(
  options: LedgerOptions & { readonly address: string | undefined },
  io: CliIo,
): Promise<ExitCode> {
  const session = openSession(options, io);
  const { address: only } = options;
  return withLedgers<ExitCode>(session, async ({ project, repositories }) => {
    const rows = repositories.flatMap(({ found }) =>
      [...(readableLedger(found, project)?.files ?? [])].flatMap(([path, file]) =>
        only === undefined || isAtOrBelow(file.address, only)
          ? [{ repository: found.snapshot.repository, path, ...file, protect: file.protect === true }]
          : [],
      ),
    );
    if (options.json === true) io.stdout.write(json(rows));
    else if (rows.length > 0) {
      const cells = rows.map(({ repository, path, address, protect, kept }) =>
        [repository, path, address, [protect ? 'protected' : '', kept ? 'keeps hand edits' : ''].join(' ').trim()].map(
          visible,
        ),
      );
      io.stdout.write(table([['REPOSITORY', 'PATH', 'ADDRESS', 'REMARKS'], ...cells]));
    }
    return 0;
  });
}

/** Checks the ledgers; exits 1 when one is broken. */
export async function runLedgerVerify(options: LedgerOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  return withLedgers<ExitCode>(session, async ({ repositories }) => {
    const findings: Diagnostic[] = repositories.flatMap(({ found: { ledgers, snapshot } }) => [
      ...ledgers.flatMap(({ diagnostics }) => diagnostics),
      ...verifyLedgers(
        ledgers.flatMap(({ path, ledger }) => (ledger === undefined ? [] : [{ path, ledger }])),
        snapshot,
      ),
    ]);
    if (options.json === true) io.stdout.write(json(findings));
    else {
      session.report(findings);
      const count = repositories.flatMap(({ found }) => found.ledgers).length;
      const errors = errorsOf(findings).length;
      if (errors === 0) io.stdout.write(`${count} ${count === 1 ? 'ledger is' : 'ledgers are'} in order.\n`);
    }
    return exitCodeOf(findings);
  });
}
