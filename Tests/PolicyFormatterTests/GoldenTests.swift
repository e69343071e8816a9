import PolicyFormatter
import TestSupport
import Testing

/// Samples of `Goldens/`, each with the layout it gets.
@Suite struct GoldenTests {
  @Test(arguments: ["blocks", "comments", "flow", "scalars", "texts", "line-ends"])
  func aSampleGetsItsLayout(_ name: String) throws {
    let sample = try #require(readFile(folder + "/Goldens/\(name).in.yaml"))
    let layout = try #require(formatted(sample))
    expectGolden(String(decoding: layout, as: UTF8.self), "Goldens/\(name).out.yaml")
    #expect(formatted(layout) == layout)
    #expect(meaning(of: layout) == meaning(of: sample))
  }

  private var folder: String { testsFolder + "/PolicyFormatterTests" }
}
