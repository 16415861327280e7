import type { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { type ClusterAccessFlags, clusterAccessOptions, globals } from './options.ts';

export interface DoctorFlags extends ClusterAccessFlags {
  readonly json?: boolean;
  readonly detailedExitcode?: boolean;
}

/** Declares `doctor`. */
export function doctorCommand(program: Command, context: CommandContext): void {
  const doctor = program
    .command('doctor')
    .description('find the causes of troubles with Git credentials, the Terraform provider and its metrics')
    .argument('[repository]', 'address of a git repository (default: the checkout in --cwd)')
    .option('--json', 'print an object')
    .option('--detailed-exitcode', 'exit 2 when there are warnings and no errors');
  clusterAccessOptions(doctor).action(async (place: string | undefined, options: DoctorFlags, command: Command) => {
    const { runDoctor } = await import('../run/doctor.ts');
    context.exit(await runDoctor({ ...globals(command), ...options, place }, context.io));
  });
}
