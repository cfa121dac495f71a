import { defineRule, nonStringEntries, type Resource } from '../../src/rule/index.ts'
import { titleOf } from '../shared/injection.ts'

const names = { bool: 'a boolean', number: 'a number', array: 'a list', object: 'a map', string: 'a text' }

export default defineRule({
  id: 'metadata-value-not-string',
  topic: 'injection',
  summary: 'A label or annotation has a value that is no string',
  why: 'The API server refuses the whole object, so that no pod of it is ever made. kubectl reads true, yes, on, off and no without quotes as booleans.',
  fix: 'Put the value in quotes.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/'],
  each: 'unit',
  needs: [],
  messages: {
    value: '{part} "{key}" of {resource} is {type}, not a string: the API server refuses the {kind}.',
    map: 'The {part} of {resource} are {type}, not a map of strings: the API server refuses the {kind}.',
  },
  examples: {
    good: [
      {
        title: 'in quotes, or nothing at all',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod, annotations: { note: } }
          spec:
            template:
              metadata: { labels: { version: "7.2", sidecar.istio.io/inject: "true" } }
              spec: { containers: [{ name: redis }] }
        `,
      },
    ],
    bad: [
      {
        title: 'a switch and a version without quotes',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: true } } #! value
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                labels:
                  version: 7.2 #! value
                  sidecar.istio.io/inject: yes #! value
              spec: { containers: [{ name: redis }] }
        `,
      },
      {
        title: 'a list of labels',
        files: `
          apiVersion: v1
          kind: Service
          metadata:
            name: redis
            namespace: prod
            labels:
              - app=redis #! map
          spec: { ports: [{ port: 6379 }] }
        `,
      },
    ],
  },

  check({ unit }, { report }) {
    for (const resource of unit.resources) {
      if (resource.kindName === 'Other') continue
      for (const { key, path, at, type } of entriesOf(resource)) {
        const isLabel = path.includes('labels')
        const base = { on: resource, at }
        const data = { resource: titleOf(resource), kind: resource.kind, type: names[type] }
        if (key === undefined)
          report({ ...base, message: 'map', data: { ...data, part: isLabel ? 'labels' : 'annotations' } })
        else report({ ...base, message: 'value', data: { ...data, key, part: isLabel ? 'Label' : 'Annotation' } })
      }
    }
  },
})

/** What a custom workload may hold below its spec, its own definition says. */
function entriesOf(resource: Resource): ReturnType<typeof nonStringEntries> {
  const entries = nonStringEntries(resource)
  return resource.kindName === 'CustomWorkload' ? entries.filter(({ path }) => path[0] === 'metadata') : entries
}
