/// What an auditor does: takes one file, asks nobody, and says whether what members promised each
/// other is what stands in it.
///
/// A *bundle* is a zip in one canonical form ([BundleForm][coop.minga.federation.audit.BundleForm])
/// of named *parts* ([Bundle][coop.minga.federation.audit.Bundle]), all of them listed in a
/// *manifest* that its maker signed. It holds no verdict; the verdict is computed, each time, from
/// its bytes alone, so that everybody who has the same bytes comes to the same one:
///
/// ```
/// form -> charter -> manifest -> parts -> trees and witnesses -> entries -> books -> references -> replay
/// ```
///
/// A *finding* is something to be told, in a plain sentence; one that *refutes* makes the verdict
/// "NOT verified". A report never says that a bundle is complete: whoever makes one may leave the
/// end of a ledger out, and only sizes known from elsewhere would show it.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.audit;
