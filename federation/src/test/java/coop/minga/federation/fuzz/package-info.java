/// Whatever bytes a stranger may send, read by the parser that would meet them.
///
/// `Parser` says what must hold for each. `ParsersHoldTest` tries the seeds that are kept and some
/// thousands of their mutations, in every build; the fuzzer of `.ci/run` goes on from the same
/// seeds with an eye on which code they reach. What it finds is kept as one more seed.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.fuzz;
