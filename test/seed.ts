import { configureGlobal } from 'fast-check';

// A change is judged by the cases it was tried with, so CI has the same ones every time. New ones are looked for by whoever
// runs the tests by hand, where a find is welcome and holds nothing up.
if (process.env['CI'] !== undefined) configureGlobal({ seed: 1 });
