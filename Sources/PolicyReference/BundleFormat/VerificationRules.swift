import TenantPolicy

/// What a reader checks before it trusts a bundle.
func verification() -> String {
  """

  ## Verification

  A reader that is given bytes checks all of what follows before it answers anything, in this order, \
  and refuses the bundle at the first that does not hold. `tenantpolicy inspect` does so too, and ends \
  with exit status 8.

  1. There are at least \(TableLayout.minimumLength) bytes (`truncated`) and no more than can be \
  (`oversize`); the magic is that above (`magic`), the version (`version`) and the flags (`flags`); the \
  length is that of the bytes, no less (`trailing`) and no more (`truncated`); reserved bytes are zero \
  (`padding`); the epoch is at most 2^53 - 1, times are at most the last second of the year 9999, and \
  where both are stated, `not after` is not the earlier one (`release`).
  2. Each section begins where the one before it ends, rounded up to \(TableLayout.alignment); the last \
  ends where the digest begins (`section`).
  3. The slot stride is one of those above; there are 1 to \(TableLayout.maximumTenants) buckets and no \
  more tenants than slots; widths of bits are at most 32 (`index`); the lengths of the sections are \
  those above, with no more tables and columns than can be (`section`).
  4. The digest is that of the bytes (`digest`); then what the reader was told to demand: see \
  docs/trust.md.
  5. Tables, and then the columns of each: strides are multiples of 8, from 8 to \
  \(TableLayout.maximumStride); rows, columns and names stand without gaps and fill their sections; \
  column ids ascend within a table and are at most \(TableLayout.maximumColumnID); kinds are known; an \
  index or a mask has a target, no other kind has one; widths and alignments are those of the kind, and \
  cells lie within the row; a name column holds strings, a scope column indices; reserved bytes are zero \
  (`table`).
  6. The required tables are there (`missing`); the stride of `classes` is a multiple of \
  \(TableLayout.alignment) (`table`), and its decision columns are there, of their kinds and over their \
  tables (`missing`).
  7. Bytes between sections are zero (`padding`). Strings lie within `strings` and are UTF-8 (`string`): \
  the names of the sources, of the fields, and, table by table, of the table and its columns. In each table, \
  after its name: bytes between it and the one before are zero (`padding`); columns do not overlap \
  (`table`); column by column, strings are as above, lists lie within `cells` (`list`), indices lead to \
  rows or are none (`reference`), masks have no bit beyond the last row (`mask`); what no column uses is zero \
  (`padding`); names are sorted and unique (`names`). No two tables have the same name (`table`).
  8. Origins and limiting layers are known; a value of a layer above and a limit have a source that exists \
  and a line from 1, another value has neither (`reference`); reserved bytes are zero (`padding`).
  9. Tenant by tenant: the source and the shape exist, the line is from 1, and bits that nothing uses are zero \
  (`reference`); the slot exists, is not empty, and has the ordinal and a class that exists; the id is 1 to \
  \(TableLayout.maximumIDLength) bytes of visible ASCII; the slot is in one of its two buckets, and has its hash \
  byte; long ids stand without gaps, in order; ids ascend by bytes (`index`). What of a slot is not used is \
  zero (`padding`). At the end, `long-ids` has no more bytes (`index`), every other slot is zero (`padding`), and \
  no more slots are used than there are tenants (`index`).

  These are the reasons for which a bundle is refused, by their stable names:

  \(Markdown.table(["reason", "meaning"], Refusal.allCases.map { [$0.rawValue, $0.description] }))
  A reader that uses a file where it lies checks 1 to 6 without the digest when it opens it, so that this takes a time \
  that does not depend on the number of tenants, and of the rest what it touches when it touches it. It \
  answers "absent" or "no" where that does not hold.
  """ + "\n"
}
