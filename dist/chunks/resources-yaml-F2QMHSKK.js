import{writeYaml}from"./chunk-LJSIA7LU.js";import{showPlace}from"./chunk-O7MWXGZJ.js";import"./chunk-AWFE4UNN.js";import"./chunk-YUWUARUB.js";import{oneLine}from"./chunk-6VQCSSMI.js";import"./chunk-WPHRUPGK.js";function resourcesYaml({units}){return units.flatMap(unit=>unit.resources).map(resource=>{let perhaps=resource.exists.known?"":`, perhaps: ${oneLine(resource.exists.gaps[0].what)}`;return`---
# ${showPlace(resource.at([]))}${perhaps}
${writeYaml(resource.root)}`}).join("")}export{resourcesYaml};
