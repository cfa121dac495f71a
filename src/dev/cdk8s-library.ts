import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'
import { readClassTable } from '../cdk8s/class-table.ts'
import { type Loose, provide } from '../cdk8s/library/native.ts'

const table = readClassTable(
  readFileSync(fileURLToPath(new URL('../cdk8s/library/kubernetes-classes.txt', import.meta.url)), 'utf8'),
)

/** The apps that the library made in this process. */
export const apps: Loose[] = []

/** Lets the CDK8s library modules run in Node: importing this file is enough. */
provide({
  registerApp: (app) => apps.push(app),
  loadYaml: (path) =>
    typeof path === 'string' && existsSync(path)
      ? parseAllDocuments(readFileSync(path, 'utf8'), { version: '1.1' }).map((document) => document.toJSON())
      : [],
  environment: (name) => process.env[name],
  kubernetesClass: (name) => table.classes.get(name),
  kubernetesStruct: (name) => table.structs.get(name),
})
