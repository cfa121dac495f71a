/** An IstioOperator as plain data. */
export interface PlainOperator {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace: string }
  readonly spec: object
}

/** What made an installation of `oracle/cluster`, as the comments at the head of its file tell it. */
export interface InstallationCommands {
  /** One IstioOperator for each `istioctl manifest generate`, which comes to the same. */
  readonly operators: readonly PlainOperator[]
  /** The commands that no IstioOperator can say. */
  readonly others: readonly string[]
}

/** Reads the comments at the head of an installation's file. */
export function installationCommands(text: string): InstallationCommands {
  const comments = text.split('\n').flatMap((line) => (line.startsWith('# ') ? [line.slice(2)] : []))
  const overlays = comments.flatMap((line) => /^overlay of render \d+: (.*)$/.exec(line)?.[1] ?? [])
  const generated = comments.filter((line) => line.startsWith('istioctl manifest generate'))
  return {
    operators: generated.map((line, index) => operatorOf(line, overlays[index] ?? '{}', index)),
    others: comments.filter((line) => !line.startsWith('istioctl manifest') && !line.startsWith('overlay of')),
  }
}

type Plain = Record<string, unknown>

function operatorOf(command: string, overlay: string, index: number): PlainOperator {
  const operator: Plain & { spec: Plain } = { spec: {}, ...JSON.parse(overlay) }
  for (const [, path = '', value = ''] of command.matchAll(/--set '([^=']+)=([^']*)'/g)) {
    setAt(operator.spec, path.split('.'), typedValue(path, value))
  }
  return {
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: { name: `render-${index}`, namespace: 'istio-system' },
    spec: operator.spec,
  }
}

/** parseValue and isAlwaysString of operator/pkg/values/map.go, Istio 1.31. */
function typedValue(path: string, text: string): unknown {
  if (path.endsWith('.tag') || path.includes('proxyMetadata.')) return text
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  return text === 'true' || text === 'false' ? text === 'true' : text
}

function setAt(map: Plain, [step = '', ...rest]: readonly string[], value: unknown): void {
  const [, key = step, index] = /^(.*)\[(\d+)\]$/.exec(step) ?? []
  if (index !== undefined) map[key] = [...(Array.isArray(map[key]) ? map[key] : []), value]
  else if (rest.length === 0) map[key] = value
  else {
    const inner = map[key]
    const below: Plain = typeof inner === 'object' && inner !== null ? { ...inner } : {}
    map[key] = below
    setAt(below, rest, value)
  }
}
