import{helpText,optionHelp}from"./chunk-XFFIPGGU.js";import"./chunk-NFFOESZC.js";import"./chunk-FQKSMMIO.js";import"./chunk-2O2SJAUW.js";import"./chunk-WPHRUPGK.js";export{helpText,optionHelp};
