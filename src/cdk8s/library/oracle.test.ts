import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sharedFolder } from '../../dev/shared.ts'
import { libraryModule } from './modules.ts'

const library = fileURLToPath(new URL('.', import.meta.url))
const dev = fileURLToPath(new URL('../../dev/cdk8s-library.ts', import.meta.url))

/** A program with our modules in the place of the packages, as one script that prints what its apps write. */
async function bundle(folder: string, out: string): Promise<void> {
  const main = ['main.ts', 'main.js'].find((name) => existsSync(join(folder, name))) ?? ''
  await build({
    stdin: {
      contents: `
        import { apps } from ${JSON.stringify(dev)}
        import { objectsOf } from ${JSON.stringify(join(library, 'cdk8s.ts'))}
        const before = apps.length
        require(${JSON.stringify(join(folder, main))})
        const written = apps.slice(before).flatMap((app) => objectsOf(app))
        console.log(JSON.stringify(written.map(({ file, object }) => ({ file, object }))))`,
      resolveDir: folder,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: out,
    logLevel: 'error',
    define: { __dirname: JSON.stringify(folder), 'import.meta.url': JSON.stringify(pathToFileURL(dev).href) },
    plugins: [
      {
        name: 'library',
        setup: ({ onResolve }) => {
          onResolve({ filter: /^(cdk8s|constructs)/ }, ({ path }) => {
            const file = libraryModule(path)
            return file === undefined ? undefined : { path: join(library, file) }
          })
        },
      },
    ],
  })
}

/** What the random numbers and the date of one program were on the day of the recording is no matter of the library. */
function withoutChance(objects: readonly { readonly file: string; readonly object: unknown }[]): unknown {
  return JSON.parse(JSON.stringify(objects), (key, value) =>
    (key === 'id' && /^[0-9a-f]{8}$/.test(value)) || (key === 'when' && /^\d{4}$/.test(value)) ? '*' : value,
  )
}

const oracle = sharedFolder('oracle/cdk8s')

for (const name of oracle ? readdirSync(oracle).filter((one) => /^\d\d-/.test(one)) : [])
  test(`the library writes what synth wrote: ${name}`, async () => {
    const folder = join(oracle ?? '', name)
    const temporary = mkdtempSync(join(tmpdir(), 'oracle-'))
    try {
      const script = join(temporary, 'main.cjs')
      await bundle(folder, script)
      const { stdout, stderr } = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8', env: {} })
      assert.is(stderr, '')
      const written: { file: string; object: unknown }[] = JSON.parse(stdout)
      const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))
      // The recording lists the files by name.
      written.sort((one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : 0))
      assert.equal(withoutChance(written), withoutChance(expected))
    } finally {
      rmSync(temporary, { recursive: true })
    }
  })

test.run()
