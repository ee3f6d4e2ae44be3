/// Benchmarks: JSON lines on stdout, a table for people on stderr.
@org.jspecify.annotations.NullMarked
package coop.minga.bench;
