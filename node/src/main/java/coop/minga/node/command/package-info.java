/// The command line: one class a verb.
@org.jspecify.annotations.NullMarked
package coop.minga.node.command;
