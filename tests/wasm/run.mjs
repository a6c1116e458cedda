// Runs a WebAssembly program: `node run.mjs PROGRAM ARGUMENTS..`. A program that imports no system gets none.
import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

const [path, ...args] = process.argv.slice(2);
const module = await WebAssembly.compile(await readFile(path));
if (WebAssembly.Module.imports(module).length === 0) {
  const { exports } = await WebAssembly.instantiate(module);
  process.exitCode = exports.main(0, 0);
} else {
  const wasi = new WASI({ version: "preview1", args: [path, ...args], env: {}, returnOnExit: true });
  const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
  process.exitCode = wasi.start(instance);
}
