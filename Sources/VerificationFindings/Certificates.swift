import PolicyModel
import PolicyVerifier
import TenantPolicy

/// Why there is no certificate.
package enum NoCertificate: Error, Hashable, Sendable {
  /// A plan is violated, or could not be decided.
  case notProved
  /// It was not verified as the platform says that the runtime decides.
  case otherGate
}

extension VerifiedBundle {
  /// The certificate of the proofs: see docs/certificate.md. A function of the bundle, and of the day
  /// where grounds for transfers end.
  package func certificate() throws(NoCertificate) -> [UInt8] {
    guard isProved else { throw .notProved }
    let isAsStated = platforms.allSatisfy {
      $0.verification.platform.isGated == ($0.catalogue.gate == .beforeEachCall)
    }
    guard isAsStated else { throw .otherGate }
    return certificateBytes
  }

  /// Whether every plan is, or has nothing to prove.
  package var isProved: Bool {
    platforms.flatMap(\.report.plans).allSatisfy { $0.verdict == .proved || $0.verdict == .vacuous }
  }

  /// What a certificate would say, whatever the verdicts: a checker refuses it where they are not that
  /// everything is proved.
  package var certificateBytes: [UInt8] {
    var certificate = CertificateBytes()
    certificate.append(raw: Array("TPCERT03".utf8) + bundle.contentDigest)
    let ends = platforms.flatMap(\.report.plans).compactMap(\.validUntil)
    certificate.append(Int(ends.min()?.secondsSince1970 ?? 0))
    certificate.append(ProofReport.assumptions.count)
    for assumption in ProofReport.assumptions {
      certificate.append(assumption.utf8.count)
      certificate.append(raw: Array(assumption.utf8))
    }
    certificate.append(platforms.count)
    for part in platforms {
      part.verification.write(to: &certificate, ownerNumbers: part.ownerNumbers)
    }
    return certificate.bytes + BundleDigest.of(certificate.bytes)
  }
}

extension VerifiedBundle.VerifiedPart {
  /// The tenants that have endpoints or pools of their own, in order of their ids.
  fileprivate var ownerNumbers: [String: Int] {
    let owners = Set(
      (catalogue.endpoints.elements.map(\.dedicatedTo)
        + catalogue.reviewerPools.elements.map(\.dedicatedTo)).compactMap(\.?.value)
    ).sorted()
    return Dictionary(uniqueKeysWithValues: owners.enumerated().map { ($1, $0) })
  }
}
