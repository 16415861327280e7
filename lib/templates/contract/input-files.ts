/** Names of the file that declares the inputs of a token template, in the order they are looked for; it lies in its root. */
export const INPUT_FILES = ['konstruct.yaml', 'kubefirst.yaml'] as const;
