import{writeYaml}from"./chunk-S6YQ7VQG.js";import{showPlace}from"./chunk-FGXZI2HO.js";import"./chunk-IJNL4LHT.js";import{oneLine}from"./chunk-U6K2KTVS.js";import"./chunk-EO2D3HFY.js";import"./chunk-WPHRUPGK.js";function resourcesYaml({units}){return units.flatMap(unit=>unit.resources).map(resource=>{let perhaps=resource.exists.known?"":`, perhaps: ${oneLine(resource.exists.gaps[0].what)}`;return`---
# ${showPlace(resource.at([]))}${perhaps}
${writeYaml(resource.root)}`}).join("")}export{resourcesYaml};
