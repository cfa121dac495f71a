import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { known } from '../base/maybe.ts'
import { sharedFolder } from '../dev/shared.ts'
import { treeOf } from '../dev/tree-of.ts'
import { readSelector } from '../kube/label-selector.ts'
import { labelsOf } from '../kube/labels.ts'
import { labelSelectorShape } from '../kube/pod.ts'
import { viewOf } from '../kube/view.ts'
import { chartSource } from '../sidecar/injector-source.ts'
import { decide } from './decide.ts'
import type { InjectSelectors } from './injector-config.ts'
import { meshSettings } from './mesh-settings.ts'
import { readTemplates } from './template-settings.ts'

interface DecisionCase {
  readonly name: string
  readonly policy: string
  /** The expressions of each selector. */
  readonly neverInjectSelector: readonly unknown[]
  readonly alwaysInjectSelector: readonly unknown[]
  readonly hostNetwork: boolean
  readonly namespace: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly inject: boolean
}

function selectorsOf(lists: readonly unknown[]): InjectSelectors {
  return {
    selectors: lists.map((matchExpressions) => readSelector(viewOf(treeOf({ matchExpressions }), labelSelectorShape))),
  }
}

const chart = chartSource({ revision: '', namespace: 'istio-system' }, '1.31')

const copies = fileURLToPath(new URL('../../test-fixtures/oracle/injection', import.meta.url))

for (const folder of [copies, sharedFolder('oracle/injection')]) {
  if (!folder) continue
  const cases: readonly DecisionCase[] = JSON.parse(readFileSync(`${folder}/decision-cases.json`, 'utf8'))
  test(`upstream's ${cases.length} cases of its decision end alike (pkg/kube/inject/webhook_test.go, TestInjectRequired)`, () => {
    assert.is(cases.length, 26)
    for (const one of cases) {
      const config = {
        policy: known(one.policy),
        never: selectorsOf(one.neverInjectSelector),
        always: selectorsOf(one.alwaysInjectSelector),
        templates: readTemplates(chart, 31),
        mesh: meshSettings(chart, '1.31'),
        source: chart,
      }
      const decision = decide(
        { revision: '', alternatives: [config], gap: undefined },
        {
          namespace: known(one.namespace),
          hostNetwork: known(one.hostNetwork),
          labels: labelsOf(one.labels),
          annotations: labelsOf(one.annotations),
        },
      )
      assert.equal(decision.inject, known(one.inject), one.name)
      assert.is(decision.steps.length, 1, one.name)
    }
  })
}

test.run()
