import SwapStress
import TenantPolicy

// stress-swap BUNDLE TENANT FOLDER SWAPS LOOKUPS: at length what the tests do for a moment, for a build
// with ThreadSanitizer. Ends with 1 where a reader saw anything but whole bundles in their order.
let words = CommandLine.arguments
guard words.count == 6, let swaps = Int(words[4]), let lookUps = Int(words[5]) else {
  print("usage: stress-swap BUNDLE TENANT FOLDER SWAPS LOOKUPS")
  throw UsageError()
}
let template = try PolicyBundle(path: words[1])
let stress = SwapStress(template.bytes, tenant: words[2], in: words[3])
var isSound = true
for way in SwapStress.Way.allCases {
  let counts = stress.run(way, readers: 8, swaps: swaps, lookUps: lookUps)
  print(
    "\(way.rawValue): \(counts.swaps) swaps, \(counts.refusals) refusals, \(counts.lookUps) look-ups by 8 "
      + "readers, \(counts.torn) torn, \(counts.backwards) backwards, \(counts.missing) missing")
  isSound = isSound && counts.isSound
}
if !isSound { throw UsageError() }

struct UsageError: Error {}
