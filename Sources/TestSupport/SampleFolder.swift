import Glibc
package import PolicyDiagnostics

/// Policies that check without an error, as the files they lie in: each folder of `policies/` that is not
/// kept apart, and the small platform of the rule samples.
package struct SampleFolder: Sendable, CustomStringConvertible {
  package let name: String
  /// Text by the path inside the folder.
  package let texts: [String: String]

  package var description: String { name }

  package init(_ name: String, texts: [String: String]) {
    self.name = name
    self.texts = texts
  }

  package static let all: [SampleFolder] =
    [SampleFolder("base", texts: ["base.yaml": PolicySample.base])] + folders(in: "policies")

  /// The paths, in the order of their bytes.
  package var paths: [String] {
    texts.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  package var sources: SourceMap { SourceMap(texts: texts) }

  /// The sources with one file replaced.
  package func sources(with bytes: [UInt8], at path: String) -> SourceMap {
    let texts = texts
    return SourceMap(texts.keys.map { SourceMap.Entry(path: $0, name: $0) }) { entry in
      .success(entry.name == path ? bytes : Array((texts[entry.name] ?? "").utf8))
    }
  }

  private static func folders(in parent: String) -> [SampleFolder] {
    let top = testsFolder + "/../" + parent
    // What is kept apart does not check, on purpose.
    let names = lines(of: ["ls", top]).filter { readFile("\(top)/\($0)/.separate") == nil }
    return names.map { name in
      let folder = top + "/" + name
      let paths = lines(of: ["find", folder, "-name", "*.yaml"])
      let texts = paths.map { path in
        (
          String(path.dropFirst(folder.count + 1)),
          String(decoding: readFile(path) ?? [], as: UTF8.self)
        )
      }
      return SampleFolder(name, texts: Dictionary(uniqueKeysWithValues: texts))
    }
  }

  private static func lines(of words: [String]) -> [String] {
    let output = (try? run(words))?.output ?? ""
    return output.split(separator: "\n").map(String.init).sorted()
  }
}

/// `count` of the numbers 0 ..< `total`, evenly spread: one out of each of `count` equal parts, by a
/// fixed seed. All of them where `count` is no smaller.
package func evenSample(_ count: Int, of total: Int, seed: UInt64) -> [Int] {
  guard count < total else { return Array(0..<total) }
  var state = seed
  return (0..<count).map { part in
    let lower = part * total / count
    let upper = (part + 1) * total / count
    // Knuth's linear congruential generator, of which the high bits are used.
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return lower + Int((state >> 33) % UInt64(upper - lower))
  }
}

/// Whether a variable of the environment asks for the long form of a test.
package func isAsked(_ variable: String) -> Bool {
  guard let value = unsafe getenv(variable) else { return false }
  return unsafe strcmp(value, "1") == 0
}
