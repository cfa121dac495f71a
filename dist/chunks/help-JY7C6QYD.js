import{helpText,optionHelp}from"./chunk-T7JD555J.js";import"./chunk-6XZPLMAR.js";import"./chunk-NM5DA3KK.js";import"./chunk-FQKSMMIO.js";import"./chunk-ZEYYIU67.js";export{helpText,optionHelp};
