import { defineRule, showName } from '../../src/rule/index.ts'
import { injectKey } from '../shared/injection.ts'
import { chartLabels, isSamePlace } from '../shared/remarks.ts'

export default defineRule({
  id: 'chart-label-unread',
  topic: 'cdk8s',
  summary: 'A CDK8s Chart has the label "sidecar.istio.io/inject", which reaches no pod',
  why: 'CDK8s writes the labels of a Chart into the metadata of its objects, never into their pod templates. The webhooks and the injector look at pods.',
  fix: 'Write the label on the pod template: "spec.template.metadata.labels" of a generated class, "podMetadata.addLabel" of a workload of cdk8s-plus.',
  severity: 'warning',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
    'https://cdk8s.io/docs/latest/basics/chart/',
  ],
  each: 'unit',
  needs: [],
  messages: {
    unread: 'Label "sidecar.istio.io/inject" of a Chart does not reach the pods of {kind} "{name}"{more}.',
  },
  examples: {
    good: [
      {
        title: 'on the pod template',
        files: {
          'main.ts': `
            import { App, Chart } from 'cdk8s'
            import { StatefulSet } from 'cdk8s-plus-33'

            const app = new App()
            const chart = new Chart(app, 'shop', { labels: { team: 'cache' } })
            const redis = new StatefulSet(chart, 'redis', { containers: [{ image: 'redis', portNumber: 6379 }] })
            redis.podMetadata.addLabel('sidecar.istio.io/inject', 'false')
            app.synth()
          `,
        },
      },
    ],
    bad: [
      {
        title: 'on the Chart',
        files: {
          'main.ts': `
            import { App, Chart } from 'cdk8s'
            import { StatefulSet } from 'cdk8s-plus-33'

            const app = new App()
            const chart = new Chart(app, 'shop', {
              labels: { 'sidecar.istio.io/inject': 'false' }, #! unread
            })
            new StatefulSet(chart, 'redis', { containers: [{ image: 'redis', portNumber: 6379 }] })
            app.synth()
          `,
        },
      },
    ],
  },

  check(snapshot, { report }) {
    for (const { at } of chartLabels(snapshot, injectKey)) {
      const unreached = snapshot.workloads.filter((workload) => {
        const onPods = workload.has('spec', 'template', 'metadata', 'labels', injectKey)
        const isInherited = isSamePlace(workload.at(['metadata', 'labels', injectKey], 'key'), at)
        return workload.kindName !== 'Pod' && isInherited && onPods.known && !onPods.value
      })
      const [first, ...others] = unreached
      if (!first) continue
      const more = others.length === 0 ? '' : others.length === 1 ? ' and 1 more' : ` and ${others.length} more`
      report({ message: 'unread', on: first, at, data: { kind: first.kind, name: showName(first), more } })
    }
  },
})
