import Glibc
import HostileInput
import PolicyDiagnostics

/// What libFuzzer calls with bytes of its making: they are checked as one more file of a small platform.
///
/// The last byte says in which format the findings are shown.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSources(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let formats = OutputFormat.allCases
  let format = formats[Int(bytes.last ?? 0) % formats.count]
  let name = fuzzedName
  let entries = ["base.yaml", name].map { SourceMap.Entry(path: $0, name: $0) }
  let sources = SourceMap(entries) { .success($0.name == name ? bytes : basePlatform) }
  let faults = frontEndFaults(sources, formats: [format])
  guard faults.isEmpty else {
    print(faults)
    abort()
  }
  return 0
}

/// What the file is called says what it is written in: JSON where `TENANTPOLICY_FUZZ_JSON` is set.
private let fuzzedName =
  unsafe getenv("TENANTPOLICY_FUZZ_JSON") == nil ? "fuzz.yaml" : "fuzz.json"

/// `Tests/Samples/base.yaml`, from the folder in which the fuzzer runs. Without it nothing would be
/// tested.
private let basePlatform: [UInt8] = {
  guard let file = unsafe fopen("Tests/Samples/base.yaml", "rb") else {
    print("run this in the top folder of the project")
    exit(1)
  }
  defer { unsafe fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 16)
  let count = unsafe fread(&bytes, 1, bytes.count, file)
  return Array(bytes.prefix(count))
}()
