import { writeYaml } from '../../yaml/write-yaml.ts'
import { showPlace } from '../text/places.ts'
import { oneLine } from '../text/text.ts'
import type { ResourcesRead } from './resources-json.ts'

/** What was read, as YAML that can be applied: every object as one document, above it its place. */
export function resourcesYaml({ units }: ResourcesRead): string {
  return units
    .flatMap((unit) => unit.resources)
    .map((resource) => {
      const perhaps = resource.exists.known ? '' : `, perhaps: ${oneLine(resource.exists.gaps[0].what)}`
      return `---\n# ${showPlace(resource.at([]))}${perhaps}\n${writeYaml(resource.root)}`
    })
    .join('')
}
