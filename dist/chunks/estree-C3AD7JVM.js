import"./chunk-WPHRUPGK.js";import{createRequire}from"node:module";var{parse}=createRequire(import.meta.url)("../parser.cjs");export{parse};
