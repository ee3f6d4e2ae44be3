package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Entries behind one another, each after its length in two bytes (C2SP `tlog-tiles`, entry
/// bundles).
public final class EntryBundle {
  /// Entries of a full bundle.
  public static final int FULL = 256;

  private static final int PREFIX = 2;

  private EntryBundle() {}

  /// The bundle's bytes.
  ///
  /// @param entries none longer than [Entry#MAX_FRAME]
  public static Bytes encode(List<Bytes> entries) {
    var out = new ByteArrayOutputStream();
    for (Bytes entry : entries) {
      out.write(entry.size() >>> 8);
      out.write(entry.size());
      out.writeBytes(entry.toArray());
    }
    return Bytes.of(out.toByteArray());
  }

  /// The entries; absent if the bytes do not end where an entry does.
  public static Optional<List<Bytes>> decode(Bytes bundle) {
    List<Bytes> entries = wholeEntries(bundle);
    int used = entries.stream().mapToInt(entry -> PREFIX + entry.size()).sum();
    return used == bundle.size() ? Optional.of(entries) : Optional.empty();
  }

  /// The entries that are there in full, up to where the bytes make no further one.
  public static List<Bytes> wholeEntries(Bytes bundle) {
    return cut(bundle, Bytes::slice);
  }

  /// The same, as views of the bundle that copy nothing: see [Bytes#view].
  public static List<Bytes> views(Bytes bundle) {
    return cut(bundle, Bytes::view);
  }

  private static List<Bytes> cut(Bytes bundle, Cut cut) {
    var entries = new ArrayList<Bytes>();
    int at = 0;
    while (at + PREFIX <= bundle.size()) {
      int end = at + PREFIX + ((bundle.at(at) << 8) | bundle.at(at + 1));
      if (end > bundle.size()) {
        break;
      }
      entries.add(cut.of(bundle, at + PREFIX, end));
      at = end;
    }
    return List.copyOf(entries);
  }

  /// Bytes of others, from one index up to another.
  private interface Cut {
    Bytes of(Bytes whole, int from, int to);
  }
}
