import type { ApplyEvent } from '../../lib/apply/apply.ts';
import type { Observation } from '../../lib/gates/open-gate.ts';
import { describeGate, type Gate, gateId } from '../../lib/model/gate.ts';
import { visible } from '../../lib/report/visible.ts';
import { type CliIo, isCi } from '../io.ts';

/**
 * Shows what an apply is doing: on a terminal one line that is written over, elsewhere nothing but retries and what a
 * gate waits for.
 */
export interface Progress {
  show(event: ApplyEvent): void;
  /** What a look at a gate found; said again only when it has changed. */
  observe(gate: Gate, observation: Observation): void;
  /** Clears the line. */
  end(): void;
}

export function createProgress(io: CliIo, quiet: boolean): Progress {
  const live = !quiet && io.stderr.isTTY && !isCi(io.env);
  const clear = () => io.stderr.write('\r\u001b[2K');
  const say = (text: string) => {
    if (live) clear();
    if (!quiet) io.stderr.write(`${text}\n`);
  };
  const overwrite = (text: string) =>
    io.stderr.write(`\r\u001b[2K${text.slice(0, Math.max(20, io.stderr.columns - 1))}`);
  const said = new Map<string, string>();
  return {
    show(event) {
      if (event.type === 'waiting') {
        for (const gate of event.gates) say(visible(`Waiting until ${describeGate(gate)} (${gateId(gate)}) …`));
        return;
      }
      const text = describe(event);
      if (live) overwrite(text);
      else if (!quiet && event.type === 'retrying' && event.attempt % 10 === 0) io.stderr.write(`${text}\n`);
    },
    observe(gate, observation) {
      const id = gateId(gate);
      const text = observationText(id, observation);
      if (said.get(id) !== text) say(text);
      said.set(id, text);
      if (live && observation.status !== 'passed') overwrite(`${visible(id)}: waiting …`);
    },
    end() {
      if (live) clear();
    },
  };
}

// --- internal ---

/** Of very many, only so many are listed. */
const MOST = 5;

function observationText(id: string, observation: Observation): string {
  if (observation.status === 'passed') return visible(`  ${id}: passed`);
  if (observation.status === 'unreachable')
    return visible(`  ${id}: cannot be looked at (${observation.reason}), trying again`);
  const { remaining } = observation;
  const lines = remaining
    .slice(0, MOST)
    .flatMap(({ subject, reasons, fix }) => [
      visible(`  ${subject}: ${reasons.join('; ')}`),
      ...(fix === undefined ? [] : [visible(`    ${fix}`)]),
    ]);
  if (remaining.length > MOST) lines.push(`  and ${remaining.length - MOST} more`);
  return lines.join('\n');
}

function describe(event: Exclude<ApplyEvent, { readonly type: 'waiting' }>): string {
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
    case 'proposed':
      return `${name}: proposed in ${visible(event.url)}`;
    case 'already-applied':
      return `${name}: as planned already`;
  }
}
