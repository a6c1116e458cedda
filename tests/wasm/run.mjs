// Runs a WebAssembly program: `node run.mjs PROGRAM ARGUMENTS..`. A program that imports no system gets none.
import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

const [path, ...args] = process.argv.slice(2);
const module = await WebAssembly.compile(await readFile(path));
const imports = WebAssembly.Module.imports(module);
if (imports.length === 0) {
  const { exports } = await WebAssembly.instantiate(module);
  process.exitCode = exports.main(0, 0);
} else {
  const wasi = new WASI({ version: "preview1", args: [path, ...args], env: {}, returnOnExit: true });
  // As later versions of the standard library say themselves, there can be no thread (rust-lang/rust#151016).
  const NOSYS = 52;
  const libc = imports.filter(({ module }) => module === "env");
  const env = Object.fromEntries(libc.map(({ name }) => [name, () => (name === "pthread_create" ? NOSYS : 0)]));
  const instance = await WebAssembly.instantiate(module, { ...wasi.getImportObject(), env });
  process.exitCode = wasi.start(instance);
}
