import TenantPolicy

/// What a reader checks before it trusts a bundle.
func verification() -> String {
  """

  ## Verification

  A reader that is given bytes checks all of what follows before it answers anything, in this order, \
  and refuses the bundle at the first that does not hold. `tenantpolicy inspect` does so too, and ends \
  with exit status 8.

  1. There are at least \(TableLayout.minimumLength) bytes; the magic, the version and the flags are \
  those above; the length is that of the bytes, no less and no more; reserved bytes are zero; the epoch is at most 2^53 - 1, times are at most the last second of the year \
  9999, and where both are stated, `not after` is not the earlier one.
  2. Each section begins where the one before it ends, rounded up to \(TableLayout.alignment); padding \
  is zero; the last ends where the digest begins.
  3. The slot stride is one of those above; there are 1 to \(TableLayout.maximumTenants) buckets and no \
  more tenants than slots; widths of bits are at most 32; the lengths of the sections are those above.
  4. The digest is that of the bytes; then what the reader was told to demand: see docs/trust.md.
  5. Tables: strides are multiples of 8, at most \(TableLayout.maximumStride); rows, columns and names \
  stand without gaps and fill their sections; column ids ascend within a table and are at most \
  \(TableLayout.maximumColumnID); kinds are known; an index or a mask has a target, no other kind has \
  one; widths and alignments are those of the kind, and cells lie within the row; a name column holds \
  strings, a scope column indices.
  6. The required tables and decision columns are there.
  7. Strings lie within `strings` and are UTF-8; lists lie within `cells`; indices lead to rows or are \
  none; masks have no bit beyond the last row; columns do not overlap; what no column uses is zero; \
  names are sorted and unique; no two tables have the same name.
  8. Origins and limiting layers are known; a value of a layer above has a source that exists and a line \
  from 1, another value has neither.
  9. The ids of the tenants ascend by bytes; each is 1 to \(TableLayout.maximumIDLength) bytes of visible \
  ASCII; each lies in a slot of one of its two buckets, with its hash byte and its ordinal, and its \
  class exists; long ids stand without gaps, in order; every other slot is zero.

  These are the reasons for which a bundle is refused, by their stable names:

  \(Markdown.table(["reason", "meaning"], Refusal.allCases.map { [$0.rawValue, $0.description] }))
  A reader that uses a file where it lies checks 1 to 6 without the digest when it opens it, so that this takes a time \
  that does not depend on the number of tenants, and of the rest what it touches when it touches it. It \
  answers "absent" or "no" where that does not hold.
  """ + "\n"
}
