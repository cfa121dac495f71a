import { known, type Maybe, type Unknown, unknown } from '../base/maybe.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import type { Label, Labels } from '../kube/labels.ts'
import type { Resource } from '../kube/resource.ts'
import type { Snapshot } from './snapshot.ts'

/** The label that the API server puts on every Namespace (Kubernetes 1.22, KEP-2161). */
export const namespaceNameLabel = 'kubernetes.io/metadata.name'

/**
 * The labels of a Namespace. Declarations are merged label by label, as `kubectl apply` of one after the other adds them;
 * a label on which two disagree is unknown. Of a Namespace that is not in the unit only the name is known.
 */
export function mergeNamespaceLabels(namespace: Maybe<string>, snapshot: Snapshot): Labels {
  const labels = new Map<string, Label>([[namespaceNameLabel, { value: namespace }]])
  if (!namespace.known) return { known: labels, open: namespace }
  const declared = snapshot.find('Namespace', namespace.value)
  if (!declared.known) return { known: labels, open: missing(namespace.value) }
  let open: Unknown | undefined
  for (const declaration of declared.value) {
    const written = declaration.entries('metadata', 'labels')
    const [first, ...rest] = written.gaps
    if (first) open = unknown(first, ...rest)
    for (const label of written.items) addLabel(labels, String(label.key), readLabel(declaration, String(label.key)))
  }
  labels.set(namespaceNameLabel, { value: namespace })
  return { known: labels, open }
}

function missing(namespace: string): Unknown {
  return unknown({
    what: `labels of Namespace "${namespace}"`,
    hint: `add the Namespace "${namespace}" to the input, or say --complete if the input is the whole cluster`,
  })
}

/** A null value is what the API server stores as "". */
function readLabel(declaration: Resource<Kinds['Namespace']>, key: string): Label {
  const value = declaration.get('metadata', 'labels', key)
  return {
    value: value.known ? known(value.value ?? '') : value,
    at: declaration.at(['metadata', 'labels', key]),
  }
}

function addLabel(labels: Map<string, Label>, key: string, label: Label): void {
  const before = labels.get(key)
  if (!before || sameValue(before.value, label.value)) {
    labels.set(key, before ?? label)
    return
  }
  const place = (one: Label): string =>
    one.at ? ` in ${one.at.file.path}:${one.at.file.position(one.at.span.start).line}` : ''
  const show = (one: Label): string => (one.value.known ? `"${one.value.value}"` : 'unknown')
  const gap = {
    what: `label "${key}" of the Namespace, declared as ${show(before)}${place(before)} and as ${show(label)}${place(label)}`,
    hint: 'lint only the files that are applied together',
  }
  const [values, more] = [valuesOf(before), valuesOf(label)]
  labels.set(key, {
    value: unknown(label.at ? { ...gap, at: label.at } : gap),
    at: label.at,
    ...(values && more && { oneOf: [...new Set([...values, ...more])] }),
  })
}

function valuesOf({ value, oneOf }: Label): readonly string[] | undefined {
  return value.known ? [value.value] : oneOf
}

function sameValue(a: Maybe<string>, b: Maybe<string>): boolean {
  return a.known && b.known && a.value === b.value
}
