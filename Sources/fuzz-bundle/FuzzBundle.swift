import Glibc
import HostileBundles

/// What libFuzzer calls with bytes of its making: they are opened as a bundle, first as they are and then
/// with their digest made again, and asked everything.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzBundle(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let faults = askEverything(bytes).faults + askEverything(resealed(bytes)).faults
  guard faults.isEmpty else {
    print(faults)
    abort()
  }
  return 0
}
