import{github}from"./chunk-QQYOF2US.js";import"./chunk-WWS7YEID.js";import"./chunk-P7HP33TH.js";import"./chunk-U6K2KTVS.js";import"./chunk-WPHRUPGK.js";export{github};
