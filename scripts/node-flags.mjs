/**
 * Flags of Node for every process that runs the TypeScript sources in several threads, as tests and benches do. Node
 * strips types by WebAssembly, with an instance in each thread. V8 13.6 (Node 24) shares the wrappers of its imports
 * among threads, and takes a reference to one that is just being freed: it is freed twice, and one run of a job in some
 * hundreds ends the whole process by SIGSEGV. Without the garbage collection of such code nothing is freed. Later V8s
 * check for this (`AddRefIfNotDying`). Not the product's concern: its threads are built to JavaScript and use no
 * WebAssembly. A child that is spawned does not inherit flags, and NODE_OPTIONS does not take this one.
 */
export const NODE_FLAGS = ['--no-wasm-code-gc'];
