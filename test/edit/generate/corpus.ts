import { fillFor, KINDS } from './documents.ts';
import { type Hand, writeByHand } from './hand.ts';
import { seeded } from './random.ts';

const VARIANTS = 10;

/** The generated part of the corpus, by file name: every kind in every mode, in several hands. */
export function generateCorpus(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  let seed = 1;
  for (const [kind, build] of Object.entries(KINDS)) {
    for (const mode of ['plain', 'token', 'helm'] as const) {
      for (let variant = 0; variant < VARIANTS; variant++) {
        const random = seeded(seed++);
        const hand: Hand = {
          mode,
          step: random.pick([2, 2, 2, 4, 3]),
          listOffset: random.pick([0, 2, 2, 4]),
          quotes: random.pick(['plain', 'single', 'double', 'mixed']),
          newline: random.pick(['\n', '\n', '\n', '\r\n']),
          bom: random.chance(0.1),
          finalNewline: !random.chance(0.15),
          clutter: variant === 0 ? 0 : random.below(40) / 100,
        };
        const documents = build(fillFor(hand), random).map((document) => writeByHand(document, hand, random));
        const separator = random.pick(['---\n', '---\n', '--- # next\n', '---\n\n']);
        const head = random.pick(['', '', '---\n', '# made by hand\n\n', `# head\n${separator}`]);
        const text = head + documents.join(separator);
        const ended = hand.finalNewline ? text : text.replace(/\n+$/, '');
        files[`${kind}-${mode}-${variant}.yaml`] = (hand.bom ? '\uFEFF' : '') + ended.replaceAll('\n', hand.newline);
      }
    }
  }
  return files;
}
