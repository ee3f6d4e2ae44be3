package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads one policy file, line by line.
final class PolicyReader {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");
  private static final Pattern SPACES = Pattern.compile("[ \t]+");

  private final List<Policy.Log> logs = new ArrayList<>();
  private final List<Policy.Witness> witnesses = new ArrayList<>();
  private final List<Policy.Group> groups = new ArrayList<>();
  private final Set<PublicKey> logKeys = new HashSet<>();
  private final Set<PublicKey> witnessKeys = new HashSet<>();
  private final Set<String> names = new HashSet<>(Set.of(Policy.NONE));
  private final Set<String> members = new HashSet<>();
  private Optional<String> quorum = Optional.empty();

  Policy.Read read(Bytes file) {
    String text = new String(file.toArray(), StandardCharsets.ISO_8859_1);
    if (text.length() > Policy.MAX_BYTES || !text.endsWith("\n")) {
      return new Policy.Read.Bad(0, PolicyFault.NOT_LINES);
    }
    String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Optional<PolicyFault> fault = take(lines[i]);
      if (fault.isPresent()) {
        return new Policy.Read.Bad(i + 1, fault.get());
      }
    }
    if (quorum.isEmpty()) {
      return new Policy.Read.Bad(0, PolicyFault.NOT_ONE_QUORUM);
    }
    Optional<String> needed = quorum.filter(name -> !name.equals(Policy.NONE));
    return new Policy.Read.Good(new Policy(logs, witnesses, groups, needed));
  }

  private Optional<PolicyFault> take(String line) {
    if (line.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
      return Optional.of(PolicyFault.CONTROL_CHARACTER);
    }
    List<String> words = SPACES.splitAsStream(line).filter(word -> !word.isEmpty()).toList();
    if (words.isEmpty() || words.getFirst().startsWith("#")) {
      return Optional.empty();
    }
    return switch (words.getFirst()) {
      case "log" -> log(words);
      case "witness" -> witness(words);
      case "group" -> group(words);
      case "quorum" -> quorum(words);
      default -> Optional.of(PolicyFault.UNKNOWN_LINE);
    };
  }

  private Optional<PolicyFault> log(List<String> words) {
    if (words.size() < 2 || words.size() > 3) {
      return Optional.of(PolicyFault.UNKNOWN_LINE);
    }
    Optional<NoteKey> key = key(words.get(1), NoteKey.Type.ED25519);
    if (key.isEmpty()) {
      return Optional.of(PolicyFault.BAD_KEY);
    }
    if (!logKeys.add(key.get().key())) {
      return Optional.of(PolicyFault.REPEATED_KEY);
    }
    logs.add(new Policy.Log(key.get(), word(words, 2)));
    return tooMany(logs);
  }

  private Optional<PolicyFault> witness(List<String> words) {
    if (words.size() < 3 || words.size() > 4) {
      return Optional.of(PolicyFault.UNKNOWN_LINE);
    }
    Optional<NoteKey> key = key(words.get(2), NoteKey.Type.COSIGNATURE);
    if (key.isEmpty()) {
      return Optional.of(PolicyFault.BAD_KEY);
    }
    if (!witnessKeys.add(key.get().key())) {
      return Optional.of(PolicyFault.REPEATED_KEY);
    }
    if (!names.add(words.get(1))) {
      return Optional.of(PolicyFault.REPEATED_NAME);
    }
    witnesses.add(new Policy.Witness(words.get(1), key.get(), word(words, 3)));
    return tooMany(witnesses);
  }

  private Optional<PolicyFault> group(List<String> words) {
    if (words.size() < 4) {
      return Optional.of(PolicyFault.UNKNOWN_LINE);
    }
    List<String> in = words.subList(3, words.size());
    Optional<PolicyFault> bad = badMembers(in);
    if (bad.isPresent()) {
      return bad;
    }
    int needed = needed(words.get(2), in.size());
    if (needed < 1 || needed > in.size()) {
      return Optional.of(PolicyFault.BAD_THRESHOLD);
    }
    if (!names.add(words.get(1))) {
      return Optional.of(PolicyFault.REPEATED_NAME);
    }
    groups.add(new Policy.Group(words.get(1), needed, in));
    return tooMany(groups);
  }

  private Optional<PolicyFault> badMembers(List<String> in) {
    for (String name : in) {
      if (name.equals(Policy.NONE) || !names.contains(name)) {
        return Optional.of(PolicyFault.UNKNOWN_NAME);
      }
      if (!members.add(name)) {
        return Optional.of(PolicyFault.SHARED_MEMBER);
      }
    }
    return Optional.empty();
  }

  private Optional<PolicyFault> quorum(List<String> words) {
    if (words.size() != 2) {
      return Optional.of(PolicyFault.UNKNOWN_LINE);
    }
    if (quorum.isPresent()) {
      return Optional.of(PolicyFault.NOT_ONE_QUORUM);
    }
    if (!names.contains(words.get(1))) {
      return Optional.of(PolicyFault.UNKNOWN_NAME);
    }
    quorum = word(words, 1);
    return Optional.empty();
  }

  /// 0 if it is no number that a group may need.
  private static int needed(String word, int all) {
    return switch (word) {
      case "all" -> all;
      case "any" -> 1;
      default -> NUMBER.matcher(word).matches() ? Integer.parseInt(word) : 0;
    };
  }

  /// A key's name is UTF-8, though names in the file are octets. Octets that are no UTF-8 would be
  /// read as a name that nobody wrote, and have another key id when written again.
  private static Optional<NoteKey> key(String octets, NoteKey.Type type) {
    String text = new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return NoteKey.parse(text)
        .found()
        .filter(key -> key.type() == type && Policy.octets(text).equals(octets));
  }

  private static Optional<String> word(List<String> words, int index) {
    return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
  }

  private static Optional<PolicyFault> tooMany(List<?> lines) {
    return lines.size() > Policy.MAX_OF_A_KIND
        ? Optional.of(PolicyFault.TOO_MANY)
        : Optional.empty();
  }
}
