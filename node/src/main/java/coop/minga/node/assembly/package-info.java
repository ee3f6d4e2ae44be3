/// Puts a node together, by hand, one method a feature. No logic of its own.
@org.jspecify.annotations.NullMarked
package coop.minga.node.assembly;
