import type { CliIo, InputStream, OutputStream } from './io.ts';

/** The process as commands see it. Interrupting aborts the signal once; a second time ends the process as usual. */
export function processIo(): CliIo {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort(signal));
  return {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    stdin: input(),
    // a copy: each look at the original asks the system, and the program that is run may change it
    // biome-ignore lint/style/noProcessEnv: the one place where the environment is read
    env: { ...process.env },
    cwd: process.cwd(),
    signal: controller.signal,
  };
}

// --- internal ---

function output(stream: NodeJS.WriteStream): OutputStream {
  // `kcdk list | head` closes the pipe early: that is no failure of ours.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY === true,
    columns: stream.columns || 80,
  };
}

function input(): InputStream {
  return {
    // opened when asked for: most commands never read it
    get isTTY() {
      return process.stdin.isTTY === true;
    },
    async question(prompt, signal) {
      const { createInterface } = await import('node:readline/promises');
      const reader = createInterface({ input: process.stdin, output: process.stderr });
      const hungUp = new AbortController();
      // Ctrl-D and Ctrl-C; the terminal is in raw mode here, so that neither reaches the process in another way.
      reader.once('close', () => hungUp.abort());
      try {
        return await reader.question(prompt, { signal: AbortSignal.any([signal, hungUp.signal]) });
      } catch (cause) {
        reader.close();
        process.stderr.write('\n');
        throw cause;
      } finally {
        reader.close();
      }
    },
  };
}
