import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { holePolicy, mayHoldPlaceholder, placeholderIn } from './placeholder.ts'

test('the forms that people use are found, the first of several', () => {
  const cases: Readonly<Record<string, string>> = {
    '${NAMESPACE:-default}': '${NAMESPACE:-default}',
    'list-${app}-${ts}': '${app}',
    '${SECRET_DOMAIN/./-}-tls': '${SECRET_DOMAIN/./-}',
    '${{REPLICAS}}': '${{REPLICAS}}',
    'kiali.$(NAMESPACE).svc': '$(NAMESPACE)',
    'kafka.$DOMAIN': '$DOMAIN',
    '{{ .Values.name }}': '{{ .Values.name }}',
    '{{item}}-x': '{{item}}',
    '{% if prod %}': '{% if prod %}',
    '(@= client_name @)': '(@= client_name @)',
    '<%= name %>': '<%= name %>',
    '#{Namespace}#': '#{Namespace}#',
    '<your-namespace>': '<your-namespace>',
    '<<CLIENT_IP>>': '<CLIENT_IP>',
    '<Name of the database>': '<Name of the database>',
    'external-dns-__REGION1_NS__': '__REGION1_NS__',
    '@VERSION@': '@VERSION@',
    IMAGE_PLACEHOLDER: 'IMAGE_PLACEHOLDER',
    PLACEHOLDER: 'PLACEHOLDER',
    'REPLACE_IMAGE:v0': 'REPLACE_IMAGE',
    'CHANGE-ME': 'CHANGE-ME',
    'YOUR-NFS-SERVER/x': 'YOUR-NFS-SERVER',
  }
  for (const [text, placeholder] of Object.entries(cases)) {
    assert.is(placeholderIn(text), placeholder, text)
    assert.ok(mayHoldPlaceholder(text), text)
  }
})

test('texts that only look alike are left alone', () => {
  const texts = [
    'redis',
    '*/5 * * * *',
    '^(.*?;)?(user=jason)(;.*)?$',
    '/foo((\\/).*)?$',
    '(?<name>[a-z]+)',
    '(?P<name>[a-z]+)',
    'pa$word',
    'Pa$$WORD',
    '$1:$2',
    '${1}:9090',
    '$patch',
    'a < b and c > d',
    '6-placeholder-arm64',
    'tododomain',
    'MERGE_AND_REPLACE_LIST',
    'ReplaceFullPath',
    'CreateReplace',
    'changeme',
    '__address__',
    'FORGEJO__server__ROOT_URL',
    'HDFS_CONF__A__B',
    '%START_TIME%',
    'me@EXAMPLE.org',
    '$(hostname -s)',
    'https://example.com/?a={b}',
  ]
  for (const text of texts) assert.is(placeholderIn(text), undefined, text)
})

test('a long text full of marks is answered quickly', () => {
  const start = performance.now()
  for (const mark of ['{{', '${a', '<a', '(@', '__A', 'A_', '@A', '$(a'])
    assert.is(placeholderIn(mark.repeat(200_000)), undefined)
  assert.ok(performance.now() - start < 15_000)
})

test('commands, arguments, variables, files, alerts, patches and prose keep their own marks', () => {
  const container = ['spec', 'template', 'spec', 'containers', 0]
  const paths = [
    [...container, 'args', 1],
    [...container, 'command', 0],
    [...container, 'env', 0, 'value'],
    [...container, 'livenessProbe', 'exec', 'command', 0],
    [...container, 'volumeMounts', 0, 'subPathExpr'],
    ['data', 'config.yaml'],
    ['stringData', 'password'],
    ['metadata', 'annotations', 'vault.hashicorp.com/agent-inject-template-x'],
    ['spec', 'groups', 0, 'rules', 0, 'labels', 'severity'],
    ['spec', 'configPatches', 0, 'patch', 'value', 'name'],
    ['webhooks', 0, 'matchConditions', 0, 'expression'],
  ]
  for (const path of paths) assert.ok(holePolicy(path), path.join('.'))
})

test('names, labels, numbers, hosts and the annotations that are read here do not', () => {
  const container = ['spec', 'template', 'spec', 'containers', 0]
  const paths = [
    ['metadata', 'name'],
    ['metadata', 'labels', 'template'],
    ['spec', 'selector', 'matchLabels', 'command'],
    ['spec', 'replicas'],
    ['spec', 'hosts', 0],
    ['spec', 'configPatches', 0, 'match', 'cluster', 'service'],
    [...container, 'image'],
    [...container, 'env', 0, 'name'],
    [...container, 'ports', 0, 'containerPort'],
    ['spec', 'template', 'metadata', 'annotations', 'sidecar.istio.io/inject'],
    ['spec', 'template', 'metadata', 'annotations', 'prometheus.io/port'],
    ['spec', 'template', 'metadata', 'labels', 'app'],
  ]
  for (const path of paths) assert.not(holePolicy(path), path.join('.'))
})

test.run()
