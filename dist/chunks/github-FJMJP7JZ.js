import{github}from"./chunk-O7LKEKCQ.js";import"./chunk-LSOB7T7C.js";import"./chunk-P7HP33TH.js";import"./chunk-6VQCSSMI.js";import"./chunk-WPHRUPGK.js";export{github};
