import { jsonError } from '../kube/go-json.ts'

/**
 * What istiod says against a value of `proxy.istio.io/overrides`: it must be JSON of containers (`podOverrides`,
 * pkg/kube/inject/webhook.go, Istio 1.31). What the containers themselves hold is not looked into here.
 */
export function overridesError(text: string): string | undefined {
  const error = jsonError(text)
  if (error !== undefined) return error
  const value: unknown = JSON.parse(text)
  if (value === null) return undefined
  if (!isMap(value)) return `json: cannot unmarshal ${typeName(value)} into Go value of type inject.podOverrides`
  for (const field of ['containers', 'initContainers']) {
    const list = value[field]
    if (list === undefined || list === null) continue
    const place = `into Go struct field podOverrides.${field} of type`
    if (!Array.isArray(list)) return `json: cannot unmarshal ${typeName(list)} ${place} []v1.Container`
    const odd = list.find((item) => item !== null && !isMap(item))
    if (odd !== undefined) return `json: cannot unmarshal ${typeName(odd)} ${place} v1.Container`
  }
  return undefined
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}
