import { isEmpty, isKnown, type Loose, loadYaml, unknownValue } from './native.ts'

function isDocument(value: Loose): boolean {
  if (!isKnown(value)) return true
  return value !== undefined && value !== null && (typeof value !== 'object' || !isEmpty(value))
}

/** YAML in and out (cdk8s 2.70.106, lib/yaml.js). What it writes is nobody's concern here: texts are unknown. */
export const Yaml = Object.freeze({
  load(urlOrFile: string): Loose[] {
    return loadYaml(urlOrFile).filter((document) => isDocument(document))
  },

  save(_filePath: string, _docs: Loose[]): void {},

  formatObjects(docs: Loose[]): string {
    return Yaml.stringify(...docs)
  },

  stringify(..._docs: Loose[]): string {
    return unknownValue('a text in YAML', 'write the text into a file of its own')
  },

  tmp(_docs: Loose[]): string {
    return unknownValue('a temporary file', 'write the text into a file of the project')
  },
})
