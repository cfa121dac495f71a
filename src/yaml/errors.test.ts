import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SourceFile } from '../base/source-file.ts'
import { readText } from './read-text.ts'

const broken: readonly (readonly [text: string, place: string, message: string])[] = [
  ['a: 1\nb: "x\nc: 1\n', '2:4', 'the quotes that open here are never closed'],
  ['a: 1\nb: "x\0y"\n', '2:6', 'found the character U+0000, which YAML does not allow'],
  ['a: 1\nb: [\n  1,\n', '2:4', 'the "[" that opens here is never closed with "]"'],
  ['a: [1,\n  {x: 2\n', '2:3', 'the "{" that opens here is never closed with "}"'],
  ['a: [1 2, "x" 3]\n', '1:14', 'found "3]" where "," or "]" must stand'],
  ['a: b: c\n', '1:5', 'found ":" where no key can end; look at the indentation, or quote the text'],
  ['a:\n  b: 1\n c: 2\n', '3:2', 'found "c: 2" where a key of a map must stand; look at the indentation'],
  ['- a\nb: 1\n', '2:1', 'found "b: 1" where "- " of a list must stand; look at the indentation'],
  ['a: 1\nbc\nd: 2\n', '2:1', 'found "bc" where a key with ":" must stand'],
  ['a: "x" y\n', '1:8', 'found "y" behind a value; quote the whole text'],
  ['a:\n\tb: 1\n', '2:1', 'found a tab where only spaces may indent'],
  ['a: - b\n', '1:4', 'found a list item ("- ") where none may begin: lists begin on a line of their own'],
  ['a: @b\n', '1:4', 'found "@", which can not begin a value'],
  ['a: | x\n', '1:6', 'found "x" behind "|" or ">", where the line must end'],
  ['a: {{ .Values.b }}\n', '1:5', 'a map or list can not be a key; quote texts that begin with "{" or "["'],
  ['a: 1\nb: *x\n', '2:4', 'the alias "*x" has no anchor "&x" before it'],
  ['a: &x\n  b: *x\n', '2:6', 'the anchor "&x" holds an alias of itself'],
  ['a:\n  <<: 1\n', '2:3', '"<<" needs a map or a list of maps as its value'],
  ['a: "\\d"\n', '1:5', '"\\d" means nothing inside double quotes'],
  ['a: !!int x\n', '1:10', '"x" is no !!int'],
  ['a: .inf\n', '1:4', 'a number must be finite'],
  ['~: 1\n', '1:1', 'null can not be a key; quote it'],
  ['18446744073709551615: 1\n', '1:1', '18446744073709551615 can not be a key; quote it'],
  ['%YAML 1.2\n---\na: 1\n', '1:1', 'Kubernetes\' tools read YAML 1.1 and refuse "%YAML 1.2"'],
  ['a: 1\nb: \u0001\n', '2:4', 'found the character U+0001, which YAML does not allow'],
  ['{"a": 1}{"b": 2}\n{"c": }\n', '2:7', 'found "}" where a value must stand'],
  ['{"a": 1,\n"b": 2\n', '1:1', 'the text ends where "," or "}" must stand'],
]

test('errors say in the user’s words what is wrong, and where', () => {
  for (const [text, place, message] of broken) {
    const { errors, file } = readText(new SourceFile('a.yaml', text))
    const [first] = errors
    const { line, column } = file.position(first?.span.start ?? 0)
    assert.equal([`${line}:${column}`, first?.message], [place, message], JSON.stringify(text))
    assert.ok((first?.span.end ?? 0) >= (first?.span.start ?? 1))
  }
})

test.run()
