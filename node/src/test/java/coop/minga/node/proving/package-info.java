/// Honest and attacked ledgers as files, each with the verdict that it must get.
///
/// The tests hold our own verifier to it and leave the files under `target/attacks`; `.ci/run` then
/// gives the same files to the verifiers under `deploy/verifiers`, which must say the same.
@org.jspecify.annotations.NullMarked
package coop.minga.node.proving;
