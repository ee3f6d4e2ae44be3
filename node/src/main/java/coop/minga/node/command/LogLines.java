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

  private static final String VOID = "void";

  private LogLines() {}

  /// One entry.
  ///
  /// @param kind its name, or its number where this version of Minga does not know it
  /// @param state `signed`, `witnessed` or, if a decision rests on it, `certified`
  /// @param counts `counts`, `unknown` or `void`
  record Line(
      MemberId author,
      long index,
      String id,
      String kind,
      String state,
      String counts,
      String lot) {
    String text() {
      String note = counts.equals("counts") ? "" : " (" + counts + ")";
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
      line.addProperty("counts", counts);
      line.addProperty("lot", lot);
      return line;
    }
  }

  /// The entries of one ledger from an index on, in their order.
  static List<Line> of(HeldOnDisk held, MemberId owner, long from) throws IOException {
    List<Bytes> frames = held.entries(owner);
    long witnessed = held.witnessed(owner);
    Set<EntryId> certified = held.certified();
    var lines = new ArrayList<Line>();
    for (long index = from; index < frames.size(); index++) {
      Bytes frame = frames.get((int) index);
      String state = index < witnessed ? state(frame, certified) : "signed";
      lines.add(line(owner, index, frame, state));
    }
    return lines;
  }

  private static String state(Bytes frame, Set<EntryId> certified) {
    return EntryWire.decode(frame).map(Entry::id).filter(certified::contains).isPresent()
        ? "certified"
        : "witnessed";
  }

  private static Line line(MemberId owner, long index, Bytes frame, String state) {
    Optional<Entry> read = EntryWire.decode(frame);
    if (read.isEmpty()) {
      String leaf = MerkleTree.leafHash(frame).toString();
      return new Line(owner, index, leaf, "-", state, VOID, "");
    }
    Entry entry = read.get();
    int kind = entry.header().kind();
    String name = name(kind);
    String id = entry.id().toString();
    return switch (Statements.decode(kind, entry.header().version(), entry.payload())) {
      case Decoded.Known(var said) ->
          new Line(owner, index, id, name, state, "counts", Subject.of(said).lot());
      case Decoded.Unknown() -> new Line(owner, index, id, name, state, "unknown", "");
      case Decoded.Void _ -> new Line(owner, index, id, name, state, VOID, "");
    };
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
