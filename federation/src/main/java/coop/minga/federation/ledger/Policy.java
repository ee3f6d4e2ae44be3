package coop.minga.federation.ledger;

import static java.util.stream.Collectors.joining;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Witnesses.Standing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whose signatures make a checkpoint one to rely on, as a file that any verifier reads (C2SP
/// `tlog-policy`): one of its logs has signed, and its quorum has cosigned.
///
/// Keys are Ed25519; a file with others is refused rather than half understood. Names in it are
/// octets without a meaning outside of it; here each octet is one character.
///
/// @param logs any one of these signs, in the file's order
/// @param witnesses all that are named, whether the quorum counts them or not
/// @param groups named sets of witnesses and of groups before them
/// @param quorum the witness or group that must have cosigned; absent if none need
public record Policy(
    List<Log> logs, List<Witness> witnesses, List<Group> groups, Optional<String> quorum) {
  /// The longest file that is read, in bytes.
  public static final int MAX_BYTES = 128 * 1024;

  /// Logs, witnesses or groups that a file may name; C2SP asks for at least 32.
  public static final int MAX_OF_A_KIND = 128;

  /// The word for a quorum that needs nobody.
  static final String NONE = "none";

  private static final String MIRRORS = "mirrors";
  private static final String OUTSIDE = "outside";
  private static final String BOTH = "mirrors-and-outside";

  /// A log whose checkpoints are accepted.
  ///
  /// @param key its key; the name is its origin
  /// @param url where it is to be reached, if anybody says
  public record Log(NoteKey key, Optional<String> url) {}

  /// Somebody who cosigns.
  ///
  /// @param name within the file
  /// @param key the cosigning key
  /// @param url where it takes checkpoints, if anybody says
  public record Witness(String name, NoteKey key, Optional<String> url) {}

  /// Some who count as one if enough of them have cosigned.
  ///
  /// @param name within the file
  /// @param needed how many, from 1 to all
  /// @param members names that the file gives before
  public record Group(String name, int needed, List<String> members) {
    /// Copies the names.
    public Group {
      members = List.copyOf(members);
    }
  }

  /// What came of reading a file.
  public sealed interface Read {
    /// It could be read.
    record Good(Policy policy) implements Read {}

    /// It could not.
    ///
    /// @param line from 1; 0 if it is the file as a whole
    /// @param why the first reason met
    record Bad(int line, PolicyFault why) implements Read {}
  }

  /// Copies the lists. What belongs together is for [#read], or for who makes one, to see to.
  public Policy {
    logs = List.copyOf(logs);
    witnesses = List.copyOf(witnesses);
    groups = List.copyOf(groups);
  }

  /// The policy of one ledger: its mirrors, as many as are needed.
  public static Policy of(Witnesses of) {
    var logs = List.of(new Log(of.ledger(), Optional.empty()));
    List<Witness> mirrors = of.mirrors().stream().map(Policy::mirror).toList();
    if (of.needed() == 0) {
      return new Policy(logs, mirrors, List.of(), Optional.empty());
    }
    List<String> names = mirrors.stream().map(Witness::name).toList();
    var group = new Group(MIRRORS, of.needed(), names);
    return new Policy(logs, mirrors, List.of(group), Optional.of(MIRRORS));
  }

  /// This policy, and beside it all of these, who are no members: a further condition, never
  /// counted among the mirrors.
  public Policy and(List<Witness> outside) {
    if (outside.isEmpty()) {
      return this;
    }
    var all = new ArrayList<>(witnesses);
    all.addAll(outside);
    var more = new ArrayList<>(groups);
    List<String> names = outside.stream().map(Witness::name).toList();
    more.add(new Group(OUTSIDE, names.size(), names));
    if (quorum.isEmpty()) {
      return new Policy(logs, all, more, Optional.of(OUTSIDE));
    }
    more.add(new Group(BOTH, 2, List.of(quorum.get(), OUTSIDE)));
    return new Policy(logs, all, more, Optional.of(BOTH));
  }

  /// Reads a file, strictly.
  public static Read read(Bytes file) {
    return new PolicyReader().read(file);
  }

  /// The file.
  public String text() {
    var text = new StringBuilder();
    logs.forEach(log -> text.append("log ").append(withUrl(log.key(), log.url())).append('\n'));
    for (Witness witness : witnesses) {
      text.append("witness ").append(witness.name()).append(' ');
      text.append(withUrl(witness.key(), witness.url())).append('\n');
    }
    for (Group group : groups) {
      text.append("group ").append(group.name()).append(' ').append(group.needed()).append(' ');
      text.append(group.members().stream().collect(joining(" "))).append('\n');
    }
    return text.append("quorum ").append(quorum.orElse(NONE)).append('\n').toString();
  }

  /// The file's bytes: one octet a character.
  public Bytes encode() {
    return Bytes.of(text().getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Judges a note: one of the logs has signed it, and of the witnesses those who have. Lines by
  /// unknown keys count for nothing; one bad line by a known key refuses the note.
  ///
  /// @param latestSeconds a cosignature's time above it is refused; `Long.MAX_VALUE` if the reader
  ///   has no clock
  public Standing judge(SignedNote note, long latestSeconds, SignatureVerifier verifier) {
    return switch (signed(note, verifier)) {
      case Parsed.Bad<Checkpoint>(var why) -> new Standing.Refused(why);
      case Parsed.Good<Checkpoint>(var checkpoint) -> {
        List<NoteKey> keys = witnesses.stream().map(Witness::key).toList();
        yield switch (Witnesses.cosignatures(note, keys, latestSeconds, verifier)) {
          case Parsed.Bad<List<Cosignature>>(var why) -> new Standing.Refused(why);
          case Parsed.Good<List<Cosignature>>(var found) ->
              isMet(found)
                  ? new Standing.Witnessed(checkpoint, found)
                  : new Standing.Signed(checkpoint, found);
        };
      }
    };
  }

  /// The checkpoint, by the log whose origin it names.
  private Parsed<Checkpoint> signed(SignedNote note, SignatureVerifier verifier) {
    Parsed<Checkpoint> read = Checkpoint.parse(note.text());
    if (!(read instanceof Parsed.Good<Checkpoint>(var checkpoint))) {
      return read;
    }
    Parsed<Checkpoint> found = Parsed.bad(NoteFault.OTHER_ORIGIN);
    for (Log log : logs) {
      if (log.key().name().equals(checkpoint.origin().text())) {
        found = Checkpoint.open(note, log.key(), verifier);
      }
      if (found.found().isPresent()) {
        break;
      }
    }
    return found;
  }

  private boolean isMet(List<Cosignature> cosignatures) {
    if (quorum.isEmpty()) {
      return true;
    }
    var there = new HashSet<String>();
    for (Witness witness : witnesses) {
      if (cosignatures.stream().anyMatch(c -> witness.key().isNamedBy(c.line()))) {
        there.add(witness.name());
      }
    }
    groups.stream().filter(group -> isMet(group, there)).forEach(group -> there.add(group.name()));
    return there.contains(quorum.get());
  }

  private static boolean isMet(Group group, Set<String> there) {
    return group.members().stream().filter(there::contains).count() >= group.needed();
  }

  private static Witness mirror(NoteKey key) {
    return new Witness(octets(key.name()), key, Optional.empty());
  }

  /// A text's UTF-8, each octet as one character.
  static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String withUrl(NoteKey key, Optional<String> url) {
    return octets(key.verifierKey()) + url.map(found -> " " + found).orElse("");
  }
}
