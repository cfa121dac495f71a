#!/usr/bin/env node
import{version}from"./chunks/chunk-FQKSMMIO.js";import"./chunks/chunk-WPHRUPGK.js";var args=process.argv.slice(2),[only]=args;args.length===1&&(only==="-V"||only==="--version")?process.stdout.write(`meshlint ${version}
`):await(await import("./chunks/run-process-KDVYAPDC.js")).runProcess(args);
