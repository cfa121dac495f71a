import { defineRule, locationOf, nodeAt, showName, textAt } from '../../src/rule/index.ts'
import { objectsOf } from '../shared/remarks.ts'

export default defineRule({
  id: 'patch-path-dropped',
  topic: 'cdk8s',
  summary: 'A JSON patch writes a property that the generated CDK8s class leaves out',
  why: 'A class that "cdk8s import" generates applies patches to its properties and then writes only those that it knows, each under its name in the manifest. What a patch writes elsewhere is lost without a word.',
  fix: 'Use the name of the property in TypeScript, or patch an ApiObject, whose names are those of the manifest.',
  severity: 'warning',
  since: '0.1.0',
  references: ['https://cdk8s.io/docs/latest/basics/escape-hatches/'],
  each: 'unit',
  needs: [],
  messages: {
    renamed: 'The patch of "{path}" is lost: for {kind} "{name}" the property is called "{property}".',
    unknown: 'The patch of "{path}" is lost: {kind} "{name}" has no property "{key}" there.',
  },
  examples: {
    good: [
      {
        title: 'the name of the property',
        files: {
          'main.ts': `
            import { App, Chart, JsonPatch } from 'cdk8s'
            import { k8s } from 'cdk8s-plus-33'

            const app = new App()
            const chart = new Chart(app, 'shop')
            const service = new k8s.KubeService(chart, 'redis', { spec: { ports: [{ port: 6379 }] } })
            service.addJsonPatch(JsonPatch.add('/spec/clusterIp', 'None'))
            app.synth()
          `,
        },
      },
    ],
    bad: [
      {
        title: 'the name in the manifest, and one that is nowhere',
        files: {
          'main.ts': `
            import { App, Chart, JsonPatch } from 'cdk8s'
            import { k8s } from 'cdk8s-plus-33'

            const app = new App()
            const chart = new Chart(app, 'shop')
            const service = new k8s.KubeService(chart, 'redis', { spec: { ports: [{ port: 6379 }] } })
            service.addJsonPatch(JsonPatch.add('/spec/clusterIP', 'None')) #! renamed
            service.addJsonPatch(JsonPatch.add('/spec/headless', true)) #! unknown
            app.synth()
          `,
        },
      },
    ],
  },

  check(snapshot, { report }) {
    for (const remark of snapshot.remarks('patch-lost')) {
      const [on] = objectsOf(remark, snapshot)
      const written = nodeAt(remark.root, ['path'])
      const path = textAt(remark.root, 'path')
      if (!on || !written || path === undefined) continue
      const property = textAt(remark.root, 'property')
      const data = { path, kind: on.kind, name: showName(on) }
      const at = locationOf(written)
      if (property !== undefined) report({ message: 'renamed', on, at, data: { ...data, property } })
      else report({ message: 'unknown', on, at, data: { ...data, key: textAt(remark.root, 'key') ?? '' } })
    }
  },
})
