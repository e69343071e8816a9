/// The version of the program, as `--version` prints it and bundles record it.
let programVersion = "0.1.0"
