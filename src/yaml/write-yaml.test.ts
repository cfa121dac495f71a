import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SourceFile } from '../base/source-file.ts'
import { type Node, plainData } from '../base/tree.ts'
import { hole, treeOf } from '../dev/tree-of.ts'
import { readText } from './read-text.ts'
import { writeYaml } from './write-yaml.ts'

function readBack(text: string): unknown {
  const [document] = readText(new SourceFile('written.yaml', text)).documents
  return document?.root && plainData(document.root)
}

test('what is written reads as the same body', () => {
  const body = {
    kind: 'ConfigMap',
    data: {
      a: 'yes',
      b: '0777',
      c: '1_000',
      d: 'null',
      e: '~',
      f: '2001-01-01',
      g: '1:30',
      h: ' x\n\ny: z\n',
      i: '=',
      j: '<<',
      k: '',
    },
    list: [1, -2.5, true, null, [], {}, [['a']], { y: 'n', on: 'off', '1': 2 }],
  }
  assert.equal(readBack(writeYaml(treeOf(body))), body)
})

test('unknown parts are null and say what is missing', () => {
  const tree: Node = treeOf({ name: 'redis', replicas: hole('REPLICAS') })
  assert.is(writeYaml(tree), 'name: redis\nreplicas: null # unknown: ${REPLICAS}\n')
})

test.run()
