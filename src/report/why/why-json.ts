import { resourceName } from '../../engine/problem-of.ts'
import type { AdmittedPod, TrailStep, WebhookCall } from '../../injection/admitted-pod.ts'
import { locationJson, missingJson, resourceJson } from '../json/json-parts.ts'
import { type JsonValue, jsonText } from '../json/json-text.ts'
import { bodyJson, unknownParts } from '../resources/resources-json.ts'
import { placeOfResource } from '../text/places.ts'

/** The JSON of `why`, version 1: a contract, every key of it. `name` picks another pod than the first of a workload. */
export function whyJson(pods: readonly AdmittedPod[], name?: string): string {
  return jsonText({ version: 1, workloads: pods.map((pod) => workloadJson(pod, name)) })
}

function workloadJson(pod: AdmittedPod, name: string | undefined): JsonValue {
  const stored = pod.stored(name)
  return {
    resource: resourceJson(resourceName(pod.owner)),
    location: locationJson(placeOfResource(pod.owner)),
    pods: podsJson(pod),
    verdict: pod.verdict,
    revision: pod.revision ?? null,
    webhooks: pod.webhooks.map(callJson),
    trail: pod.trail.map(stepJson),
    missing: missingJson(pod.missing),
    message: pod.message,
    pod: stored && bodyJson(stored),
    podUnknown: stored && unknownParts(stored),
  }
}

/** Names where they are certain, else their pattern; the exceptions only where there are some. */
function podsJson({ pods, exceptions }: AdmittedPod): JsonValue {
  return {
    replicas: pods.replicas.known ? pods.replicas.value : null,
    names: pods.names,
    pattern: pods.names ? undefined : pods.pattern,
    exceptions:
      exceptions.length > 0
        ? exceptions.map(({ name, verdict, webhooks }) => ({ name, verdict, webhooks: webhooks.map(callJson) }))
        : undefined,
  }
}

function callJson({ configuration, webhook, round, mutated }: WebhookCall): JsonValue {
  return { configuration, webhook, round, mutated: mutated.known ? mutated.value : null }
}

function stepJson({ stage, configuration, name, outcome, because, at }: TrailStep): JsonValue {
  return { stage, configuration, name, outcome, because, location: at && locationJson(at) }
}
