import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { plainData } from '../base/tree.ts'
import { sharedRecordings } from '../dev/cluster-oracle.ts'
import { showName } from '../kube/resource.ts'
import { isMap, jsonAt } from './json.ts'
import { readYaml } from './proxy-config.ts'
import { templateTexts } from './template-texts.ts'

/** The injector's settings as recordings have them, by minor version; none where the recordings are not there. */
const recorded = sharedRecordings().map(({ istioVersion, installations }) => {
  const resource = installations
    .get('default')
    ?.find((one) => showName(one) === 'istio-sidecar-injector' && one.kind === 'ConfigMap')
  const whole = resource && JSON.parse(JSON.stringify(plainData(resource.root)))
  const text = isMap(whole) ? jsonAt(whole, 'data', 'config') : undefined
  if (typeof text !== 'string') throw new Error(`no settings in ${istioVersion}`)
  return { minor: Number(istioVersion.split('.')[1]), config: readYaml(text, 'the settings') }
})

test("texts of a release's chart are its own, and tell the release where the tag does not", () => {
  for (const { minor, config } of recorded) {
    for (const tagged of [minor, undefined]) {
      const texts = templateTexts(config, tagged)
      assert.is(texts.minor, minor)
      const own = ['sidecar', 'gateway', 'grpc-simple', 'grpc-agent'].filter((name) => texts.customTemplates.has(name))
      assert.equal(own, [])
    }
  }
})

test('texts under the tag of another release are not taken for those of that release', () => {
  for (const { minor, config } of recorded) {
    const texts = templateTexts(config, minor - 5)
    assert.is(texts.minor, minor - 5)
    assert.ok(texts.customTemplates.has('sidecar') && texts.customTemplates.has('gateway'))
    assert.not(texts.customTemplates.has('grpc-simple'))
  }
})

test("a text that no chart has is the user's own", () => {
  const texts = templateTexts({ templates: { sidecar: 'spec: {}', mine: 'spec: {}' } }, undefined)
  assert.equal([...texts.customTemplates.keys()], ['sidecar', 'mine'])
  assert.is(texts.minor, undefined)
})

test.run()
