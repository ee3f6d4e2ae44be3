/// Makes bundles for auditors out of node directories. A node may run meanwhile: nothing is locked
/// and nothing written, only what is published and committed is read.
@org.jspecify.annotations.NullMarked
package coop.minga.node.bundle;
