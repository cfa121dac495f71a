import{helpText,optionHelp}from"./chunk-PK3ACGJZ.js";import"./chunk-77I46SNB.js";import"./chunk-FQKSMMIO.js";import"./chunk-2O2SJAUW.js";import"./chunk-ZEYYIU67.js";export{helpText,optionHelp};
