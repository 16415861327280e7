import { readSourceCheckout } from '../../lib/apply/source-checkout.ts';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { error } from '../../lib/diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../../lib/diagnostics/error.ts';
import { listSome } from '../../lib/diagnostics/list-some.ts';
import { didYouMean } from '../../lib/diagnostics/near-matches.ts';
import type { RepositoryLedgers } from '../../lib/ledgers/read-ledgers.ts';
import { readableLedger, rewriteLedger } from '../../lib/ledgers/rewrite-ledger.ts';
import { ledgerPath } from '../../lib/plan/ledger.ts';
import {
  addressesTaken,
  forgetInLedger,
  type LedgerEdit,
  moveInLedger,
  repairLedger,
  repairRefusals,
} from '../../lib/plan/ledger-edits.ts';
import { visible } from '../../lib/report/visible.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { LedgerEditFlags } from '../commands/ledger-commands.ts';
import type { CliIo } from '../io.ts';
import { approve } from './approve.ts';
import { type OpenLedgers, withLedgers } from './ledgers.ts';
import { json } from './query.ts';
import { openSession } from './session.ts';

export type LedgerEditOptions = GlobalOptions & LedgerEditFlags;

/** Gives what stands at an address another one. */
export function runLedgerMove(
  options: LedgerEditOptions & { readonly from: string; readonly to: string },
  io: CliIo,
): Promise<ExitCode> {
  const { from, to } = options;
  checkAddress(to);
  return editLedgers(
    options,
    io,
    `ledger: ${from} is ${to}`,
    (found, project) => editOfAddress(found, project, (ledger) => moveInLedger(ledger, from, to)),
    ({ project, repositories }) => {
      const ledgers = repositories.flatMap(({ found }) => readableLedger(found, project) ?? []);
      const [taken, ...more] = addressesTaken(ledgers, from, to);
      if (taken === undefined) return;
      const others = more.length === 0 ? '' : `, as at ${more.length} more that this would give`;
      throw kcdkError('LEDGER_ADDRESS_TAKEN', { summary: `Something else stands at \`${taken}\`${others}` });
    },
  );
}

/** Gives up what stands at an address. */
export function runLedgerForget(
  options: LedgerEditOptions & { readonly address: string },
  io: CliIo,
): Promise<ExitCode> {
  const { address } = options;
  return editLedgers(options, io, `ledger: forget ${address}`, (found, project) =>
    editOfAddress(found, project, (ledger) => forgetInLedger(ledger, address)),
  );
}

/** Makes ledgers of the project again that cannot be read. */
export function runLedgerRepair(options: LedgerEditOptions, io: CliIo): Promise<ExitCode> {
  return editLedgers(options, io, 'ledger: repair', ({ ledgers, snapshot }, project) => {
    const { repository } = snapshot;
    const broken = ledgers.find((one) => one.project === project && one.ledger === undefined);
    if (broken === undefined) return undefined;
    const [refusal, ...more] = repairRefusals(broken.text, project).map(({ code, detail }) =>
      error(code, { detail, repository, path: broken.path }),
    );
    if (refusal !== undefined) throw new KcdkError([refusal, ...more]);
    return repairLedger(broken.text, project, snapshot);
  });
}

// --- internal ---

const MOST_NOTES = 20;

type Edit = (found: RepositoryLedgers, project: string) => LedgerEdit | undefined;

type Ledger = LedgerEdit['ledger'];

function editOfAddress(
  found: RepositoryLedgers,
  project: string,
  edit: (ledger: Ledger) => LedgerEdit,
): LedgerEdit | undefined {
  const ledger = readableLedger(found, project);
  const edited = ledger === undefined ? undefined : edit(ledger);
  return edited === undefined || edited.touched === 0 ? undefined : edited;
}

/** @throws {KcdkError} for what no construct can have as its address */
function checkAddress(address: string): void {
  const printable = [...address].every((character) => (character.codePointAt(0) ?? 0) >= 0x20 && character !== '\x7f');
  if (printable && address.split('/').every((id) => id.trim() !== '')) return;
  throw kcdkError('LEDGER_ADDRESS_INVALID', { summary: `${JSON.stringify(address)} is no address` });
}

async function editLedgers(
  options: LedgerEditOptions,
  io: CliIo,
  subject: string,
  edit: Edit,
  check: (open: OpenLedgers) => void = () => {},
): Promise<ExitCode> {
  const session = openSession(options, io);
  return withLedgers(session, async (open) => {
    const { project, repositories } = open;
    check(open);
    const changes = repositories.flatMap(({ repository, found }) => {
      const edited = edit(found, project);
      return edited === undefined ? [] : [{ repository, found, edited }];
    });
    if (changes.length === 0) return nothing(options, io, open);
    for (const { repository, found, edited } of changes) {
      const before = found.ledgers.find((one) => one.project === project);
      const files = `${edited.ledger.files.size} files, ${edited.ledger.records.length} records`;
      const was = before?.ledger === undefined ? 'unreadable' : `${before.ledger.files.size} files`;
      session.say(visible(`${repository.name} ${ledgerPath(project)}: ${was} → ${files}; ${edited.touched} touched`));
      for (const note of listSome(edited.notes, MOST_NOTES, visible)) session.say(`  ${note}`);
    }
    await approve('Write this?', options, io, 'Pass `--auto-approve`.');
    const { author } = await readSourceCheckout(session.cwd, io.env);
    const written: { repository: string; commit: string | null; files: number }[] = [];
    for (const { repository, edited } of changes) {
      const commit = await rewriteLedger(repository, {
        project,
        edit: (found) => edit(found, project)?.ledger,
        subject,
        author: { ...author, time: Math.floor(Date.now() / 1000) },
      });
      written.push({ repository: repository.name, commit: commit ?? null, files: edited.ledger.files.size });
    }
    if (options.json === true) io.stdout.write(json(written));
    else {
      for (const { repository, commit } of written) {
        io.stdout.write(
          `${visible(repository)}: ${commit === null ? 'nothing to write' : `committed ${commit.slice(0, 10)}`}\n`,
        );
      }
    }
    return 0;
  });
}

/** Naming what is in no ledger is a mistake; having nothing to repair is not. */
function nothing(
  options: LedgerEditOptions & { readonly from?: string; readonly address?: string },
  io: CliIo,
  { project, repositories }: OpenLedgers,
): ExitCode {
  const address = options.from ?? options.address;
  if (address !== undefined) {
    const known = repositories.flatMap(({ found }) =>
      [...(readableLedger(found, project)?.files.values() ?? [])].map((file) => file.address),
    );
    const summary = `No ledger of \`${project}\` has \`${address}\``;
    throw kcdkError('LEDGER_ADDRESS_UNKNOWN', { summary, fix: didYouMean(address, known) });
  }
  if (options.json === true) io.stdout.write(json([]));
  else io.stdout.write('There is nothing to repair.\n');
  return 0;
}
