import PolicyReference
import TestSupport
import Testing

/// Every derived file of the repository is what the code gives. When it is not:
///
///     UPDATE_GOLDENS=1 swift test --filter PolicyReference
@Suite struct DerivedFileTests {
  @Test(arguments: DerivedFile.all)
  func `a derived file is up to date`(_ file: DerivedFile) {
    expectGolden(file.text, "../../\(file.path)")
  }
}
