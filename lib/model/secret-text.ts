/** True for a text that holds a token of a known form, or a URL with credentials. */
export function looksSecret(text: string): boolean {
  return TOKEN.test(text) || URL_CREDENTIALS.test(text);
}

// --- internal ---

/** Tokens of GitHub, GitLab, Slack, AWS, Vault, npm, DigitalOcean and Google, JSON web tokens and private keys. */
const TOKEN =
  /\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bgl[a-z]{2,4}-[\w-]{20,}|\bxox[abeprs]-[\w-]{10,}|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bhv[sbr]\.[\w-]{20,}|\bnpm_\w{30,}|\bdo[opr]_v1_[0-9a-f]{40,}|\bAIza[\w-]{35}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*|-----BEGIN [A-Z ]*PRIVATE KEY/;

/** A password in the authority part, or a lone user name of HTTP, which is where a token is put. */
const URL_CREDENTIALS = /[a-z][a-z0-9+.-]*:\/\/[^/?#\s@]*:[^/?#\s@]+@|https?:\/\/[^/?#\s@]+@/i;
