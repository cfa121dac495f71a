/**
 * A reported path as seen from the git root, given the working directory from there: `../web/a.yaml` in `services/api` is
 * `services/web/a.yaml`. Absolute paths stay as they are.
 */
export function gitPath(path: string, fromGitRoot: string): string {
  if (path.startsWith('/')) return path
  const steps = fromGitRoot.split('/').filter(Boolean)
  for (const step of path.split('/')) {
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop()
    else if (step && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

/** A path as a relative URI: every step percent-encoded, never beginning with `./` or `/`. */
export function pathUri(path: string, fromGitRoot: string): string {
  const relative = gitPath(path, fromGitRoot)
  const uri = relative.split('/').map(encodeStep).join('/')
  // RFC 3986, 4.2: a colon in the first step of a relative URI would read as a scheme.
  return relative.startsWith('/') ? `file://${uri}` : uri.replace(/^[^/]*/, (first) => first.replaceAll(':', '%3A'))
}

function encodeStep(step: string): string {
  return encodeURIComponent(step.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  )
}
