import { readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { version } from '../base/version.ts'
import { formatNames } from '../report/formats.ts'
import { commandNamed, commands } from './commands.ts'
import { helpText } from './help.ts'
import { optionsOf } from './options.ts'

const pages = [undefined, ...commands.map(({ name }) => name)].map((name) => ({ name, text: helpText(name) }))

test('help is at most 80 columns wide, without stray blanks', () => {
  for (const { text } of pages) {
    for (const line of text.split('\n')) {
      assert.ok(line.length <= 80, `${line.length} columns: ${line}`)
      assert.is(line.trimEnd(), line)
    }
  }
})

test('help names every option of a command', () => {
  for (const { name, text } of pages) {
    for (const option of optionsOf(name ?? 'lint')) assert.match(text, `--${option.name}`)
  }
})

test('help lists every command', () => {
  for (const { name } of commands) assert.match(helpText(), new RegExp(`^  ${name}\\b`, 'm'))
})

test('the formats of lint are those that can be written', () => {
  assert.equal(commandNamed('lint')?.formats, formatNames)
})

test('the version is that of the package', () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  assert.is((manifest as { version: string }).version, version)
})

test.run()
