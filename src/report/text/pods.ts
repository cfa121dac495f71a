import type { Node } from '../../base/tree.ts'
import { writeYaml } from '../../yaml/write-yaml.ts'
import { jsonText } from '../json/json-text.ts'
import { bodyJson } from '../resources/resources-json.ts'

/** Pods as YAML, a document each. */
export function podsYaml(pods: readonly Node[]): string {
  return pods.map(writeYaml).join('---\n')
}

/** A pod as JSON, unknown parts null; several as a List, as kubectl prints them. */
export function podsJson(pods: readonly Node[]): string {
  const [first, ...others] = pods.map(bodyJson)
  if (first !== undefined && others.length === 0) return jsonText(first)
  return jsonText({ apiVersion: 'v1', kind: 'List', items: first === undefined ? [] : [first, ...others] })
}
