import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as realCdk8s from 'cdk8s'
import * as realPlus from 'cdk8s-plus-33'
import * as realConstructs from 'constructs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parseAllDocuments } from 'yaml'
import '../../dev/cdk8s-library.ts'
import { type Packages, randomProgram } from '../../dev/random-program.ts'
import { seeded } from '../../dev/seeded.ts'
import { readClassTable } from '../class-table.ts'
import * as cdk8s from './cdk8s.ts'
import * as constructs from './constructs.ts'
import type { Loose } from './native.ts'
import * as plus from './plus.ts'

const table = readClassTable(readFileSync(new URL('kubernetes-classes.txt', import.meta.url), 'utf8'))
const real: Packages = { cdk8s: realCdk8s, constructs: realConstructs, plus: realPlus }
const ours: Packages = { cdk8s, constructs, plus }

/** More programs than usual, with the words in which they fail, for who looks for differences: `PROGRAMS=5000 npm test library/programs`. */
const { PROGRAMS } = process.env

interface Outcome {
  readonly objects?: readonly { readonly file: string; readonly object: Loose }[]
  readonly error?: string
}

/** What real synthesis writes into its files. */
function synthesised(app: Loose, folder: string): Outcome {
  app.synth()
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'))
  const objects = files.sort().flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8'), { version: '1.1' })
      .map((document) => document.toJSON())
      .filter((object) => object !== null)
      .map((object) => ({ file, object })),
  )
  return { objects }
}

/** What our modules say that synthesis writes, in the order of the files. */
function told(app: Loose): Outcome {
  const written = cdk8s.objectsOf(app).map(({ file, object }) => ({ file, object: JSON.parse(JSON.stringify(object)) }))
  written.sort((one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : 0))
  return { objects: written }
}

function outcome(seed: number, packages: Packages, finish: (app: Loose, folder: string) => Outcome): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'program-'))
  try {
    return finish(randomProgram(seeded(seed), packages, table, folder), folder)
  } catch (error) {
    return { error: error instanceof Error ? error.message : `${error}` }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Where two outcomes differ first, and in what. */
function difference(one: Loose, other: Loose, pointer: string): Loose {
  if (JSON.stringify(one) === JSON.stringify(other)) return undefined
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object')
    return [pointer, one, other]
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const found = difference(one[key], other[key], `${pointer}/${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** Upstream says at which construct an object could not be written; what it says after that is the reason. */
function reason(error: string): string {
  return error.replace(/^(Failed serializing construct at path '.*?' with name '.*?': (Error: )?)+/s, '')
}

test('random programs write the same objects into the same files as with the real packages, or fail alike', () => {
  let written = 0
  let failed = 0
  const runs = Number(PROGRAMS ?? 300)
  for (let seed = 1; seed <= runs; seed++) {
    const expected = outcome(seed, real, synthesised)
    const actual = outcome(seed, ours, told)
    if (expected.error !== undefined) failed++
    written += expected.objects?.length ?? 0
    if (expected.error === undefined) assert.equal([seed, difference(actual, expected, '')], [seed, undefined])
    if (expected.error !== undefined && actual.error === undefined) assert.unreachable(`${seed}: ${expected.error}`)
    if (PROGRAMS && expected.error)
      console.log(seed, reason(expected.error).slice(0, 150), '|', (actual.error ?? '').slice(0, 150))
  }
  console.log(`${runs} programs, ${failed} of them fail, ${written} objects`)
  assert.ok(failed < runs * 0.6 && written > runs, `${failed} of ${runs} programs fail, ${written} objects are written`)
})

test.run()
