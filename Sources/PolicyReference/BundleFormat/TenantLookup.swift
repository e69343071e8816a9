import TenantPolicy

/// How a tenant's id leads to its class, with values to test a reader by.
func tenantLookup() -> String {
  """

  ## Looking a tenant up

  An id is looked up as its bytes; it is never folded or normalised. It is hashed with the seed of \
  the header. Sums and products are modulo 2^64, `^` is exclusive or, `>>` shifts zeros in:

  ```
  step   = \(hexadecimal(TenantHash.step))
  mix(w): w = (w ^ (w >> 32)) * \(hexadecimal(TenantHash.firstFactor))
          w = (w ^ (w >> 29)) * \(hexadecimal(TenantHash.secondFactor))
          w ^ (w >> 32)

  key      = mix(seed + step)
  place(i) = key + (i + 1) * step
  hash     = mix(key ^ (length * step) ^ mix(word(0) ^ place(0)) ^ mix(word(1) ^ place(1)) ^ ...)
  ```

  The words of an id are 64-bit integers: one of 8 bytes from its beginning, and so on, while more \
  than 8 bytes are left; the last word is the last 8 bytes of the id, which may overlap the word \
  before. An id shorter than 8 bytes is one word, its bytes followed by zeros. `length` is that of \
  the id in bytes.

  1. An id that is empty or longer than \(TableLayout.maximumIDLength) bytes is in no bundle.
  2. The two buckets are `((hash & 0xFFFFFFFF) * buckets) >> 32` and `((hash >> 32) * buckets) >> 32`. \
  They may be the same.
  3. Slot `n` begins `n * stride` bytes into the section `slots`; bucket `b` has the slots `2 * b` and \
  `2 * b + 1`. The id is in one of these four slots or in none.
  4. A slot is that of the id if its id length is that of the id, its hash byte is `hash & 0xFF`, and \
  its id is equal in every byte. An id of at most `stride - \(SlotLayout.size)` bytes follows the slot's \
  entries; a longer one lies in the section `long-ids`, at the id offset of the long slot.
  5. The slot gives the tenant's ordinal, which is its position among the ids sorted by bytes, and its \
  row in the table `classes`.

  To test a reader by:

  \(Markdown.table(["seed", "id", "hash", "buckets of 1000"], vectors.map(row)))
  """
}

private let vectors: [(seed: UInt64, id: String)] = [
  (0, "a"), (1, "a"), (0, "tenant-1"), (0, "tenant-12"), (7, "institution-x-4921"),
  (0, "0123456789abcdef"), (3, String(repeating: "x", count: TableLayout.maximumIDLength)),
]

private func row(_ seed: UInt64, _ id: String) -> [String] {
  let bytes = Array(id.utf8)
  let hash = TenantHash.hash(bytes.span, key: TenantHash.key(seed: seed))
  let buckets = TenantHash.buckets(of: hash, count: 1000)
  let shown =
    id.count > 40 ? "\(Markdown.code(String(id.prefix(1)))), \(id.count) times" : Markdown.code(id)
  return ["\(seed)", shown, hexadecimal(hash), "\(buckets.0), \(buckets.1)"]
}

private func hexadecimal(_ number: UInt64) -> String {
  let digits = String(number, radix: 16, uppercase: true)
  return "0x" + String(repeating: "0", count: 16 - digits.count) + digits
}

/// What the sections `tenants` and `shapes` say of a tenant.
func tenantRecords() -> String {
  """

  ## Tenant records

  The record of the tenant with an ordinal is a packed little-endian integer: `slot bits` bits of the \
  number of its slot, `source bits` of the number of the source that declares it, `line bits` of the \
  line of its document's first key, from 1, and `shape bits` of the number of its shape, lowest bits \
  first. It takes as few bytes as all of them need; what is left is zero. No width is over 32 bits. A \
  width of 0 stands for the value 0. Records stand without padding, in order of the ordinals.
  """ + "\n"
}

func provenance() -> String {
  """

  ## Provenance

  Shape `s` has the origin of field `f` in record `s * fields + f` of the section `shapes`. The place of \
  a tenant's own value is in the tenant's source, as many lines below its document's first key as the \
  origin says.

  \(Markdown.table(["origin", "meaning"], Origin.allCases.map { ["\($0.rawValue)", $0.title] }))
  \(Markdown.table(
    ["limiting layer", "meaning"], LimitingLayer.allCases.map { ["\($0.rawValue)", $0.title] }))
  """
}
