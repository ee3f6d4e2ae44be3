package coop.minga.federation.ledger;

import static java.util.stream.Collectors.joining;

import coop.minga.federation.identity.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A text with signature lines (C2SP `signed-note`). That a note could be read says nothing of its
/// signatures: [NoteKey] and [Witnesses] do.
///
/// @param text ends with a newline; has no control character but newlines
/// @param signatures in the order of the note, 1 to [#MAX_SIGNATURES]
public record SignedNote(String text, List<NoteSignature> signatures) {
  /// Signature lines that a note may have; C2SP asks for at least 16.
  public static final int MAX_SIGNATURES = 100;

  /// Bytes that a note may have.
  public static final int MAX_BYTES = 64 * 1024;

  /// Checks the form.
  public SignedNote {
    if (!text.endsWith("\n") || hasControls(text)) {
      throw new IllegalArgumentException("a note's text ends with a newline, without controls");
    }
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new IllegalArgumentException("a note with " + signatures.size() + " signatures");
    }
    signatures = List.copyOf(signatures);
  }

  /// Reads a note: strictly, and every note that this reads is written back as the same bytes.
  public static Parsed<SignedNote> parse(Bytes note) {
    if (note.size() > MAX_BYTES) {
      return Parsed.bad(NoteFault.TOO_LONG);
    }
    Optional<String> utf8 = utf8(note);
    if (utf8.isEmpty()) {
      return Parsed.bad(NoteFault.NOT_UTF8);
    }
    String all = utf8.get();
    if (hasControls(all)) {
      return Parsed.bad(NoteFault.CONTROL_CHARACTER);
    }
    int blank = all.lastIndexOf("\n\n");
    if (blank < 0 || blank + 2 == all.length() || !all.endsWith("\n")) {
      return Parsed.bad(NoteFault.NO_SIGNATURE_BLOCK);
    }
    String text = all.substring(0, blank + 1);
    return signatures(all.substring(blank + 2, all.length() - 1))
        .then(signatures -> Parsed.good(new SignedNote(text, signatures)));
  }

  /// The note's bytes.
  public Bytes encode() {
    String lines = signatures.stream().map(s -> s.line() + "\n").collect(joining());
    return Bytes.utf8(text + "\n" + lines);
  }

  /// The note with one signature more; one by the same name and key id gives way to it.
  public SignedNote with(NoteSignature signature) {
    var next = new ArrayList<NoteSignature>();
    for (NoteSignature present : signatures) {
      if (!present.isBySameKey(signature)) {
        next.add(present);
      }
    }
    next.add(signature);
    return new SignedNote(text, next);
  }

  /// The note with more lines, as far as there is room: of those by one name and key id the first
  /// stays.
  public SignedNote joined(List<NoteSignature> lines) {
    var next = new ArrayList<>(signatures);
    int bytes = encode().size();
    for (NoteSignature line : lines) {
      boolean there = next.stream().anyMatch(each -> each.isBySameKey(line));
      int longer = bytes + Bytes.utf8(line.line()).size() + 1;
      if (!there && next.size() < MAX_SIGNATURES && longer <= MAX_BYTES) {
        next.add(line);
        bytes = longer;
      }
    }
    return new SignedNote(text, next);
  }

  /// The note with those lines only that a key is named by.
  ///
  /// @throws IllegalArgumentException if there is none
  public SignedNote only(NoteKey key) {
    return new SignedNote(text, signatures.stream().filter(key::isNamedBy).toList());
  }

  private static Parsed<List<NoteSignature>> signatures(String block) {
    var read = new ArrayList<NoteSignature>();
    for (String line : block.split("\n", -1)) {
      if (read.size() == MAX_SIGNATURES) {
        return Parsed.bad(NoteFault.TOO_MANY_SIGNATURES);
      }
      switch (NoteSignature.parse(line)) {
        case Parsed.Good<NoteSignature>(var signature) -> read.add(signature);
        case Parsed.Bad<NoteSignature>(var why) -> {
          return Parsed.bad(why);
        }
      }
    }
    return Parsed.good(read);
  }

  private static boolean hasControls(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 0x20 && text.charAt(i) != '\n') {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> utf8(Bytes bytes) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(bytes.toArray())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
