import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import type { LiveCluster } from '../../lib/doctor/live/live-cluster.ts';
import type { RepositoryResources } from '../../lib/doctor/resources.ts';
import { mapLimited } from '../../lib/map-limited.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { DoctorFlags } from '../commands/doctor-command.ts';
import type { CliIo } from '../io.ts';
import { doctorJson, renderDiagnosis } from '../view/doctor-view.ts';
import { configIfAny } from './apply.ts';
import { clusterAccess } from './cluster-access.ts';
import { openTarget } from './migrate-target.ts';
import { openSession, type Session } from './session.ts';

export interface DoctorOptions extends GlobalOptions, DoctorFlags {
  readonly place: string | undefined;
}

/** Looks at a repository, and at its clusters as far as they can be reached, and says what is wrong, why, and what to do. Findings are the data: they go to stdout. */
export async function runDoctor(options: DoctorOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const target = await openTarget({ ...options, migration: 'doctor' }, session);
  try {
    // Commands are joined in one file: what reads YAML must not be loaded with all of them.
    const { diagnoseResources } = await import('../../lib/doctor/diagnose.ts');
    const { readResources } = await import('../../lib/doctor/resources.ts');
    const repository = readResources(target.files);
    const diagnosis = diagnoseResources(repository, await readClusters(repository, options, session));
    const report = { kcdkVersion: session.version, place: target.place, ...diagnosis };
    io.stdout.write(options.json === true ? doctorJson(report) : renderDiagnosis(report, { color: session.color }));
    if (errorsOf(diagnosis.findings).length > 0) return 1;
    return diagnosis.findings.length > 0 && options.detailedExitcode === true ? 2 : 0;
  } finally {
    await target.close();
  }
}

// --- internal ---

/** How many clusters are asked at once. */
const AT_ONCE = 8;

/** What clusters and Vault say, by folder; of each what could not be read, too. */
async function readClusters(
  repository: RepositoryResources,
  options: DoctorOptions,
  session: Session,
): Promise<ReadonlyMap<string, LiveCluster>> {
  const { io } = session;
  const clusters = clusterAccess(await configIfAny(session), options, io);
  const { clusterQuestions } = await import('../../lib/doctor/live/cluster-questions.ts');
  const { readCluster } = await import('../../lib/doctor/live/read-cluster.ts');
  const questions = [...clusterQuestions(repository)];
  return new Map(
    await mapLimited(questions, AT_ONCE, async ([folder, question]) => {
      return [folder, await readCluster(question, { clusters, env: io.env, signal: io.signal })] as const;
    }),
  );
}
