import type { Failure } from '../base/failure.ts'
import type { Node } from '../base/tree.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import { showResource } from '../report/text/places.ts'
import { podsJson, podsYaml } from '../report/text/pods.ts'
import { inShort } from '../report/why/why.ts'
import type { Context } from './context.ts'
import { firstPod } from './options.ts'
import { type Invocation, lastValue } from './parse-arguments.ts'

/** The name that `--pod` gives; undefined without one. */
export function wantedPod(invocation: Invocation): string | undefined {
  const name = lastValue(invocation, 'pod')
  return name === firstPod ? undefined : name
}

/** The pods that `--pod` asks for, and why others are not printed. */
export interface FoundPods {
  readonly pods: readonly Node[]
  /** Of workloads of which no pod is stored, or nobody can tell. */
  readonly notices: readonly string[]
  readonly failures: readonly Failure[]
}

/** Makes the pods of workloads as the API server stores them; a name picks one among a workload's pods. */
export function findPods(workloads: readonly AdmittedPod[], name: string | undefined): FoundPods {
  const owners = name === undefined ? workloads : workloads.filter((workload) => hasPod(workload, name))
  if (owners.length === 0 && name !== undefined && workloads.length > 0) {
    return { pods: [], notices: [], failures: [{ stage: 'usage', message: noSuchPod(name, workloads) }] }
  }
  const pods: Node[] = []
  const notices: string[] = []
  for (const workload of owners) {
    const pod = workload.stored(name)
    if (pod) pods.push(pod)
    else addReason(workload, name, notices)
  }
  return { pods, notices, failures: [] }
}

/** The pods in the format that `-o` names, as kubectl means it; YAML where it names a file, or is left out. */
export function podsText({ invocation }: Context, { pods }: FoundPods): string {
  return lastValue(invocation, 'output-file') === 'json' ? podsJson(pods) : podsYaml(pods)
}

function hasPod({ pods }: AdmittedPod, name: string): boolean {
  return pods.names?.includes(name) ?? pods.first.shownName === name
}

function noSuchPod(name: string, workloads: readonly AdmittedPod[]): string {
  const theirs = workloads.flatMap(({ pods }) => pods.names ?? [pods.first.shownName])
  const shown = theirs.length > 3 ? [...theirs.slice(0, 2), '…', ...theirs.slice(-1)] : theirs
  const [workload, another] = workloads
  const whose = workload && !another ? ` of ${showResource(workload.owner)}` : ''
  return `There is no pod "${name}"${whose}: there is ${shown.length === 0 ? 'none' : shown.join(', ')}.`
}

function addReason(workload: AdmittedPod, name: string | undefined, notices: string[]): void {
  const outcome = workload.exceptions.find((one) => one.name === name) ?? workload
  const owner = showResource(workload.owner)
  switch (outcome.verdict) {
    case 'rejected':
      notices.push(`no pod of ${owner} is stored: ${inShort(outcome)}`)
      return
    case 'unknown':
      notices.push(`nobody can tell what a pod of ${owner} is stored as: ${inShort(outcome)}`)
      return
  }
}
