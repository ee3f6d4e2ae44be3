/// How the operator's commands reach the running node of their own directory.
///
/// A Unix-domain socket that only the node's own user may open; one JSON object a line in, one out.
/// No port is opened, and no password is needed that the file system does not already ask for.
@org.jspecify.annotations.NullMarked
package coop.minga.node.control;
