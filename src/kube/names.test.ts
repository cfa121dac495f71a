import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { oracleLines } from '../dev/lines.ts'
import * as names from './names.ts'

type Validator = (text: string) => readonly string[]

type Line = { readonly in: string } & Readonly<Record<string, unknown>>

const validators: Readonly<Record<string, Validator>> = {
  qualifiedName: names.isQualifiedName,
  labelValue: names.isValidLabelValue,
  dns1123Label: names.isDns1123Label,
  dns1123Subdomain: names.isDns1123Subdomain,
  dns1035Label: names.isDns1035Label,
  wildcardDns1123Subdomain: names.isWildcardDns1123Subdomain,
  portName: names.isValidPortName,
  envVarName: names.isEnvVarName,
  configMapKey: names.isConfigMapKey,
}

for (const [name, validate] of Object.entries(validators)) {
  test(`${name} answers as Kubernetes does`, () => {
    const lines = oracleLines<Line>('selectors', 'names.ndjson')
    assert.ok(lines.length > 20)
    for (const line of lines) assert.equal(validate(line.in), line[name], `${name} of ${line.in}`)
  })
}

test('a file name of only dots is no key of a ConfigMap and no name of a variable', () => {
  assert.equal(names.isConfigMapKey('..'), ["must not be '..'"])
  assert.equal(names.isConfigMapKey('..data'), ["must not start with '..'"])
  assert.equal(names.isEnvVarName('.'), ["must not be '.'"])
})

test('a very long text is answered at once', () => {
  const text = `${'a-'.repeat(500_000)}/.`
  const start = performance.now()
  for (const validate of Object.values(validators)) assert.ok(validate(text).length > 0)
  assert.ok(performance.now() - start < 10_000)
})

test.run()
