import Glibc

/// What this program can do, by the first word of its arguments.
let subcommands: [Subcommand] = [.generate, .hold, .run, .scan]

exit(run(Array(CommandLine.arguments.dropFirst()), among: subcommands))
