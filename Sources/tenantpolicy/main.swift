import Glibc

exit(Program.run(programArguments()).rawValue)
