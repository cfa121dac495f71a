import { type NonStringEntry, nonStringEntries, nonStringName, unmarshalError } from '../kube/non-string-entries.ts'
import { type FieldError, fieldErrorText, invalidError } from '../kube/pod-validation/field-error.ts'
import { templateErrors } from '../kube/pod-validation/template-errors.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'
import { type Resource, showName } from '../kube/resource.ts'
import type { PodOutcome, TrailStep } from './admitted-pod.ts'
import type { ServerRefusal } from './server-refusal.ts'

/** What becomes of the pods of a workload that the API server does not even store; undefined where it does. */
export function refusedWorkload(workload: Resource, pod: WrittenPod): PodOutcome | undefined {
  const entry = nonStringName(workload) ?? refusedEntries(workload)[0]
  if (entry) return rejection(workload, pod, entry)
  const errors = templateErrors(workload)
  return errors.length > 0 ? invalidity(workload, pod, errors) : undefined
}

/** What becomes of a pod that the API server refuses before it calls any webhook. */
export function refusedPod(pod: WrittenPod, refusal: ServerRefusal): PodOutcome {
  return { ...rejectedBefore(pod, [serverStep(refusal)], refusal.message), serverRefusal: refusal }
}

/** The last step of a pod that the API server itself refuses. */
export function serverStep({ because, at }: ServerRefusal): TrailStep {
  return { stage: 'apiserver', name: 'kube-apiserver', outcome: 'rejected', because, ...(at && { at }) }
}

/** What the template of a custom workload may hold, its own definition says, which nobody reads here. */
function refusedEntries(workload: Resource): readonly NonStringEntry[] {
  const entries = nonStringEntries(workload)
  return workload.kindName === 'CustomWorkload' ? entries.filter(({ path }) => path[0] === 'metadata') : entries
}

/** The API server decodes the workload before anything else, so that no pod of it ever comes into being. */
function rejection(workload: Resource, pod: WrittenPod, entry: NonStringEntry): PodOutcome {
  const step: TrailStep = {
    stage: 'apiserver',
    name: 'kube-apiserver',
    outcome: 'rejected',
    because: `${entryName(entry)} is of type ${entry.type}, and the API server refuses a ${workload.kind} in which it is no string`,
    at: entry.at,
  }
  return rejectedBefore(pod, [step], unmarshalError(workload, entry))
}

/** The API server looks at the template when the workload is created: it is none, and makes no pods. */
function invalidity(workload: Resource, pod: WrittenPod, errors: readonly FieldError[]): PodOutcome {
  const steps = errors.map((error): TrailStep => {
    return {
      stage: 'apiserver',
      name: 'kube-apiserver',
      outcome: 'rejected',
      because: `The API server refuses the ${workload.kind}: ${fieldErrorText(error)}`,
      at: workload.at(error.path),
    }
  })
  return rejectedBefore(pod, steps, invalidError(workload, showName(workload), errors))
}

function rejectedBefore(pod: WrittenPod, trail: readonly TrailStep[], message: string): PodOutcome {
  return {
    verdict: 'rejected',
    revision: undefined,
    webhooks: [],
    trail,
    matches: [],
    injectors: [],
    missing: [],
    refusals: [],
    message,
    labels: pod.labels,
  }
}

function entryName({ key, path }: NonStringEntry): string {
  if (path.at(-1) === 'name') return 'The value of metadata.name'
  const kind = path.includes('annotations') ? 'annotation' : 'label'
  return key === undefined ? `The map of ${kind}s` : `The value of ${kind} "${key}"`
}
