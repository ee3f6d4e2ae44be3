package coop.minga.node.storage;

import coop.minga.federation.identity.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Entries behind one another, each after its length in two bytes.
final class EntryBundle {
  private EntryBundle() {}

  static byte[] encode(List<Bytes> entries) {
    var out = new ByteArrayOutputStream();
    for (Bytes entry : entries) {
      out.write(entry.size() >>> 8);
      out.write(entry.size());
      out.writeBytes(entry.toArray());
    }
    return out.toByteArray();
  }

  /// The entries; absent if the bytes do not end where an entry does.
  static Optional<List<Bytes>> decode(Bytes bundle) {
    var entries = new ArrayList<Bytes>();
    int at = 0;
    while (at < bundle.size()) {
      if (at + 2 > bundle.size()) {
        return Optional.empty();
      }
      int end = at + 2 + ((bundle.at(at) << 8) | bundle.at(at + 1));
      if (end > bundle.size()) {
        return Optional.empty();
      }
      entries.add(bundle.slice(at + 2, end));
      at = end;
    }
    return Optional.of(entries);
  }
}
