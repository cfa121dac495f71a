import{helpText,optionHelp}from"./chunk-OBKE7ZVB.js";import"./chunk-PRGQUHQ5.js";import"./chunk-FQKSMMIO.js";import"./chunk-2O2SJAUW.js";import"./chunk-WPHRUPGK.js";export{helpText,optionHelp};
