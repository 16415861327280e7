/** The server of a remote over HTTP, for example `https://git.example.com`; undefined for any other remote. */
export function httpOrigin(url: string): string | undefined {
  return /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).origin : undefined;
}
