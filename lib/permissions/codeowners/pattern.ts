/**
 * The pattern of one file. Anchored; a space is escaped, and what the providers read in different ways (wildcards,
 * ranges, backslashes, comments) becomes `?`, which stands for any one character with both.
 *
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function filePattern(path: string): string {
  return `/${path.replace(/[*?[\]\\#!]/g, '?').replaceAll(' ', '\\ ')}`;
}

/** The pattern of everything in a folder. */
export function folderPattern(folder: string): string {
  return `${filePattern(folder)}/`;
}
