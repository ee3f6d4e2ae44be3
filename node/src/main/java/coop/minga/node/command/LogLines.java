package coop.minga.node.command;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Statements;
import coop.minga.node.config.UserError;
import coop.minga.node.desk.Subject;
import coop.minga.node.proving.HeldOnDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Entries as lines, for people and for programs.
final class LogLines {
  /// How far an entry may be relied upon.
  static final List<String> STATES = List.of("signed", "witnessed", "certified");

  private LogLines() {}

  /// One entry.
  ///
  /// @param kind its name, or its number where this version of Minga does not know it
  /// @param state `signed`, `witnessed` or, if a decision rests on it, `certified`
  /// @param worth to whoever holds this directory
  record Line(
      MemberId author,
      long index,
      String id,
      String kind,
      String state,
      HeldOnDisk.Worth worth,
      String lot) {
    String text() {
      String note = worth == HeldOnDisk.Worth.COUNTS ? "" : " (" + word() + ")";
      return "%-20s %6d  %s  %-10s %-9s %s%s"
          .formatted(author, index, id.substring(0, 12), kind, state, lot, note)
          .stripTrailing();
    }

    JsonObject json() {
      var line = new JsonObject();
      line.addProperty("author", author.name());
      line.addProperty("index", index);
      line.addProperty("id", id);
      line.addProperty("kind", kind);
      line.addProperty("state", state);
      line.addProperty("counts", word());
      line.addProperty("lot", lot);
      return line;
    }

    private String word() {
      return worth.name().toLowerCase(Locale.ROOT);
    }
  }

  /// The entries of one ledger from an index on, in their order.
  static List<Line> of(HeldOnDisk held, MemberId owner, long from) throws IOException {
    List<Bytes> frames = held.entries(owner);
    long witnessed = held.witnessed(owner);
    Set<EntryId> certified = held.certified();
    List<HeldOnDisk.Worth> worths = held.worths(owner, frames);
    var lines = new ArrayList<Line>();
    for (long index = from; index < frames.size(); index++) {
      Bytes frame = frames.get((int) index);
      String state = index < witnessed ? state(frame, certified) : "signed";
      lines.add(line(new Place(owner, index, worths.get((int) index)), frame, state));
    }
    return lines;
  }

  private static String state(Bytes frame, Set<EntryId> certified) {
    return EntryWire.decode(frame).map(Entry::id).filter(certified::contains).isPresent()
        ? "certified"
        : "witnessed";
  }

  private record Place(MemberId owner, long index, HeldOnDisk.Worth worth) {
    Line line(String id, String kind, String state, String lot) {
      return new Line(owner, index, id, kind, state, worth, lot);
    }
  }

  private static Line line(Place place, Bytes frame, String state) {
    Optional<Entry> read = EntryWire.decode(frame);
    if (read.isEmpty()) {
      return place.line(MerkleTree.leafHash(frame).toString(), "-", state, "");
    }
    Entry entry = read.get();
    int kind = entry.header().kind();
    String lot =
        Statements.decode(kind, entry.header().version(), entry.payload())
                instanceof Decoded.Known(var said)
            ? Subject.of(said).lot()
            : "";
    return place.line(entry.id().toString(), name(kind), state, lot);
  }

  /// A kind as a person may write it: by name, or by number where it has none here.
  static String wanted(String written) {
    if (written.matches("[0-9]{1,5}")) {
      return name(Integer.parseInt(written));
    }
    String kind = written.toUpperCase(Locale.ROOT).replace('-', '_');
    if (Arrays.stream(Kind.values()).noneMatch(each -> each.name().equals(kind))) {
      throw new UserError(
          "--kind",
          "There is no kind of entry \"" + written + "\".",
          "Kinds are offer, award, keys and so on; `minga log show` without --kind names them.");
    }
    return kind;
  }

  /// The name of a kind, or its number where it has none here.
  private static String name(int kind) {
    return Kind.of(kind).map(Kind::name).orElse("kind-" + kind);
  }
}
