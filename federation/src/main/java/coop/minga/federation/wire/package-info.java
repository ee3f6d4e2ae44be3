/// Records to and from protobuf, and the exact bytes that are signed. The only package of the core
/// that sees generated messages.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.wire;
