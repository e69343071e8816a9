/// How soon the program answers.
let startLines: [BenchmarkLine] = [
  BenchmarkLine(
    name: "start", title: "`tenantpolicy --version`, against a static C program that prints it",
    goal: .atMost(2.5, "x")
  ) { bench in
    guard isInstalled("cc", in: bench) else { return .notMeasured("there is no C compiler `cc`") }
    let version = try run([bench.command, "--version"], in: bench).output
    let program = try staticProgram(printing: version, in: bench)
    guard try run([program], in: bench).output == version else {
      throw BenchError("the static program prints something else")
    }
    let times = try medians(
      bench.sizes.quickTurns,
      [
        { try run([bench.command, "--version"], in: bench).wallSeconds },
        { try run([program], in: bench).wallSeconds },
      ])
    return try .ratio(
      of: .init("tenantpolicy", times[0] * 1e3, "ms"), to: .init("static C", times[1] * 1e3, "ms"))
  },
  BenchmarkLine(
    name: "start-check", title: "`tenantpolicy check policies/lending`", goal: .atMost(15, "ms")
  ) { bench in
    let folder = "policies/lending"
    guard exists(folder) else { return .notMeasured("there is no `\(folder)` in this folder") }
    let times = try medians(
      bench.sizes.quickTurns,
      [
        { try run([bench.command, "check", folder], in: bench).wallSeconds }
      ])
    return .measured(times[0] * 1e3, details: [])
  },
]

/// Compiles a program that prints a line and ends.
private func staticProgram(
  printing text: [UInt8], in bench: Workbench
) throws -> String {
  let source = bench.path("start.c")
  let program = bench.path("start")
  let line = String(decoding: text, as: UTF8.self).split(separator: "\n").first ?? ""
  let code = "#include <stdio.h>\nint main(void) { return puts(\"\(line)\") < 0; }\n"
  try overwrite(source, with: Array(code.utf8))
  try run(["cc", "-O2", "-static", "-o", program, source], in: bench)
  return program
}
