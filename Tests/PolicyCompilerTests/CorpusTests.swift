import HostileBundles
import HostileInput
import PolicyDiagnostics
import TestSupport
import Testing

/// The inputs that fuzzing kept, each of which took a way through the code that no other did.
@Suite struct CorpusTests {
  @Test(arguments: [("sources", 100), ("json", 25)])
  func keptSourcesAreAnswered(target: String, atLeast count: Int) throws {
    let inputs = try inputs(of: target)
    for (name, bytes) in inputs {
      let sources = SampleFolder("base", texts: ["base.yaml": PolicySample.base, name: ""])
      let faults = frontEndFaults(sources.sources(with: bytes, at: name), formats: [.human])
      #expect(faults.isEmpty, "\(name)")
    }
    #expect(inputs.count >= count)
  }

  @Test func keptBundlesAreAnswered() throws {
    let inputs = try inputs(of: "bundle")
    for (name, bytes) in inputs {
      #expect(askEverything(bytes).faults.isEmpty, "\(name)")
      #expect(askEverything(resealed(bytes)).faults.isEmpty, "\(name)")
    }
    #expect(inputs.count > 20)
  }

  private func inputs(of target: String) throws -> [(name: String, bytes: [UInt8])] {
    let folder = "\(testsFolder)/Corpus/\(target)"
    return try filesOfFolder(folder).map { ($0, try #require(readFile("\(folder)/\($0)"))) }
  }
}
