// Whoever tests has random numbers at hand; what draws worlds from them does without the rest of this
// target, which needs the library of tests.
@_exported import RandomNumbers
