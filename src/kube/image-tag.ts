const part = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?'
const domain = `(?:${part}(?:\\.${part})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`
const step = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const reference = new RegExp(
  `^(?:${domain}/)?${step}(?:/${step})*(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
)
/** Longer texts are no names, and no regular expression is asked about them. */
const longest = 1024

/**
 * The tag that an image is pulled by: `latest` where neither tag nor digest is written, empty where the text names no
 * image (pkg/util/parsers/parsers.go, ParseImageName, Kubernetes 1.35).
 */
export function imageTag(image: string): string {
  if (image.length > longest || /^[a-f0-9]{64}$/.test(image)) return ''
  const match = reference.exec(image)
  if (!match) return ''
  const [, tag, digest] = match
  return tag ?? (digest === undefined ? 'latest' : '')
}
