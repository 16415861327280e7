import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import type { ColorChoice } from '../color.ts';
import type { CliIo } from '../io.ts';

/** What every command gets. */
export interface CommandContext {
  readonly io: CliIo;
  /** Sets how the process will end. */
  readonly exit: (code: ExitCode) => void;
}

/** Options that every command takes. */
export interface GlobalOptions {
  readonly cwd?: string;
  readonly config?: string;
  readonly color: ColorChoice | false;
  readonly input: boolean;
  readonly quiet?: boolean;
}
