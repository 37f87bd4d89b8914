/** Svelte without a preprocessor: types in scripts are stripped by the compiler itself. */
export default {};
