package coop.minga.node.proving;

import coop.minga.federation.identity.Bytes;
import java.io.IOException;
import java.util.Optional;

/// One ledger's files by their names in C2SP `tlog-tiles`.
///
/// An implementation MUST NOT read more of a file than [#MAX_BYTES], and MUST answer absent, not
/// throw, for a file that is not there.
@FunctionalInterface
public interface StaticFiles {
  /// The longest file there is: a full bundle of the longest entries.
  int MAX_BYTES = 256 * (2 + 65_535);

  /// A file's content; absent if there is none by that name.
  ///
  /// @param name with `/`, such as `tile/0/x001/000`
  /// @throws IOException if it is there and cannot be had, or is longer than any
  Optional<Bytes> read(String name) throws IOException;
}
