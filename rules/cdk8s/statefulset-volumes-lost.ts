import { defineRule, showName, textAt } from '../../src/rule/index.ts'
import { objectsOf } from '../shared/remarks.ts'

export default defineRule({
  id: 'statefulset-volumes-lost',
  topic: 'cdk8s',
  summary: 'cdk8s-plus leaves out the volumes of a StatefulSet without claim templates',
  why: 'Since cdk8s-plus-31, a StatefulSet without "volumeClaimTemplates" is written without the volumes of its pods, while the containers still mount them: the API server refuses such pods.',
  fix: 'Add "volumeClaimTemplates", or add the volumes to the object by a JSON patch, until upstream has mended it.',
  severity: 'info',
  since: '0.1.0',
  references: ['https://github.com/cdk8s-team/cdk8s-plus/issues/6735'],
  each: 'unit',
  needs: [],
  messages: {
    lost: 'cdk8s-plus leaves out {volumes} of StatefulSet "{name}", which has no volume claim templates.',
  },
  examples: {
    good: [
      {
        title: 'a StatefulSet without volumes',
        files: {
          'main.ts': `
            import { App, Chart } from 'cdk8s'
            import { StatefulSet } from 'cdk8s-plus-33'

            const app = new App()
            const chart = new Chart(app, 'shop')
            new StatefulSet(chart, 'redis', { containers: [{ image: 'redis', portNumber: 6379 }] })
            app.synth()
          `,
        },
      },
    ],
    bad: [
      {
        title: 'a volume that is mounted and never written',
        files: {
          'main.ts': `
            import { App, Chart } from 'cdk8s'
            import { StatefulSet, Volume } from 'cdk8s-plus-33'

            const app = new App()
            const chart = new Chart(app, 'shop')
            const redis = new StatefulSet(chart, 'redis', { #! lost
              containers: [{ image: 'redis', portNumber: 6379 }],
            })
            redis.containers[0].mount('/tmp', Volume.fromEmptyDir(chart, 'scratch', 'scratch'))
            app.synth()
          `,
        },
      },
    ],
  },

  check(snapshot, { report }) {
    for (const remark of snapshot.remarks('volumes-lost')) {
      const on = objectsOf(remark, snapshot).find(({ kindName }) => kindName === 'StatefulSet')
      if (!on || remark.root.type !== 'list') continue
      const names = remark.root.items.flatMap((item) => textAt(item, 'name') ?? [])
      const volumes = names.length === 1 ? `volume "${names[0]}"` : `${remark.root.items.length} volumes`
      report({ message: 'lost', on, at: remark.at, data: { volumes, name: showName(on) } })
    }
  },
})
