import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { known } from '../base/maybe.ts'
import { sharedFolder } from '../dev/shared.ts'
import { labelsOf } from '../kube/labels.ts'
import { matchWebhook } from './match-webhook.ts'
import { webhooksOf } from './webhooks.ts'

interface WebhookCase {
  readonly mode: 'base' | 'auto injection'
  readonly namespaceLabels: Readonly<Record<string, string>>
  readonly podLabels: Readonly<Record<string, string>>
  readonly service: string
  readonly matchedEntry: string | null
}

/** operator/cmd/mesh/manifest-generate_test.go, TestWebhookSelector: the default revision and a canary beside it. */
function callsOf({ mode, namespaceLabels, podLabels }: WebhookCase): readonly string[] {
  const namespacesByDefault = mode === 'auto injection'
  const installed = [{ revision: '', namespacesByDefault }, { revision: 'canary' }]
  const request = {
    namespace: known('prod'),
    namespaceLabels: labelsOf({ 'kubernetes.io/metadata.name': 'prod', ...namespaceLabels }),
    labels: labelsOf(podLabels),
  }
  return webhooksOf({ all: () => [] }, installed)
    .map((webhook) => matchWebhook(webhook, request))
    .filter(({ called }) => called.known && called.value)
    .map(({ webhook }) => `${webhook.service?.name} ${webhook.name}`)
}

const copies = fileURLToPath(new URL('../../test-fixtures/oracle/injection', import.meta.url))

for (const folder of [copies, sharedFolder('oracle/injection')]) {
  if (!folder) continue
  const cases: readonly WebhookCase[] = JSON.parse(readFileSync(`${folder}/webhook-cases.json`, 'utf8'))
  test(`upstream's ${cases.length} cases of its webhooks' selectors call the same istiod by the same entry`, () => {
    assert.is(cases.length, 51)
    for (const one of cases) {
      const expected = one.matchedEntry === null ? [] : [`${one.service} ${one.matchedEntry}sidecar-injector.istio.io`]
      assert.equal(callsOf(one), expected, JSON.stringify(one))
    }
  })
}

test.run()
