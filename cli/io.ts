/** Everything a command may touch of the process it runs in. */
export interface CliIo {
  /** Data goes here. */
  readonly stdout: OutputStream;
  /** Everything that is not data goes here. */
  readonly stderr: OutputStream;
  readonly stdin: InputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  /** Aborted when the person interrupts. */
  readonly signal: AbortSignal;
}

export interface OutputStream {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width of the terminal; 80 where there is none. */
  readonly columns: number;
}

export interface InputStream {
  readonly isTTY: boolean;
  /** Shows a prompt on stderr and reads one line; rejects when aborted, interrupted or hung up. */
  question(prompt: string, signal: AbortSignal): Promise<string>;
}

/** True where nobody watches: `CI` is set to anything but `false`, `0` or nothing. */
export function isCi(env: CliIo['env']): boolean {
  const value = env['CI'];
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}
