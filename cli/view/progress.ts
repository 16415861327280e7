import type { ApplyEvent } from '../../lib/apply/apply.ts';
import { type CliIo, isCi } from '../io.ts';
import { visible } from './visible.ts';

/** Shows what an apply is doing: on a terminal one line that is written over, elsewhere nothing but retries. */
export interface Progress {
  show(event: ApplyEvent): void;
  /** Clears the line. */
  end(): void;
}

export function createProgress(io: CliIo, quiet: boolean): Progress {
  const live = !quiet && io.stderr.isTTY && !isCi(io.env);
  const clear = () => io.stderr.write('\r\u001b[2K');
  return {
    show(event) {
      const text = describe(event);
      if (live) io.stderr.write(`\r\u001b[2K${text.slice(0, Math.max(20, io.stderr.columns - 1))}`);
      else if (!quiet && event.type === 'retrying' && event.attempt % 10 === 0) io.stderr.write(`${text}\n`);
    },
    end() {
      if (live) clear();
    },
  };
}

// --- internal ---

function describe(event: ApplyEvent): string {
  const name = visible(event.repository);
  switch (event.type) {
    case 'checking':
      return `${name}: checking …`;
    case 'committing':
      return `${name}: committing ${event.files} files …`;
    case 'retrying':
      return `${name}: another writer was faster, trying again (${event.attempt}) …`;
    case 'committed':
      return `${name}: committed ${event.commit.slice(0, 10)}`;
    case 'already-applied':
      return `${name}: as planned already`;
  }
}
