import { type Node, nodeAt, type TreePath } from '../base/tree.ts'
import type { Metadata, PodTemplate } from './pod.ts'
import type { Resource } from './resource.ts'
import type { View } from './view.ts'

/** Where each built-in workload holds its pod template. */
const templatePaths: ReadonlyMap<string, TreePath> = new Map<string, TreePath>([
  ['StatefulSet', ['spec', 'template']],
  ['Deployment', ['spec', 'template']],
  ['ReplicaSet', ['spec', 'template']],
  ['ReplicationController', ['spec', 'template']],
  ['DaemonSet', ['spec', 'template']],
  ['Job', ['spec', 'template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['Pod', []],
])

const customPath: TreePath = ['spec', 'template']
const containersPath: TreePath = ['spec', 'template', 'spec', 'containers']

/** Whether an object makes pods: a built-in workload, or any object with a list `spec.template.spec.containers`. */
export function isWorkload(root: Node, kindName: string): boolean {
  return templatePaths.has(kindName) || nodeAt(root, containersPath)?.type === 'list'
}

/** The path of the pod template in a workload; undefined when the object is none. A Pod is its own template. */
export function podTemplatePath(resource: Pick<Resource, 'root' | 'kindName'>): TreePath | undefined {
  return templatePaths.get(resource.kindName) ?? (isWorkload(resource.root, resource.kindName) ? customPath : undefined)
}

/** The parts of a workload that lead to its template, by which views descend. */
interface WorkloadBody {
  readonly metadata?: Metadata
  readonly spec?: {
    readonly template?: PodTemplate
    readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplate } }
  }
}

/** The pod template of a workload, in the workload's own paths; undefined when the object is none. */
export function podTemplateOf(resource: Resource): View<PodTemplate> | undefined {
  const path = podTemplatePath(resource)
  if (!path) return undefined
  const body = resource as unknown as View<WorkloadBody>
  if (path.length === 0) return body as unknown as View<PodTemplate>
  return path.length === 2 ? body.view('spec', 'template') : body.view('spec', 'jobTemplate', 'spec', 'template')
}
