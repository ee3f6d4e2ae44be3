package coop.minga.node.history;

import coop.minga.node.config.UserError;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What the first bytes of a file say of it: its encoding by its mark, or that it is no text.
final class FirstBytes {
  private final byte[] head;
  private final Charset charset;
  private final int markBytes;

  private FirstBytes(byte[] head, Charset charset, int markBytes) {
    this.head = head;
    this.charset = charset;
    this.markBytes = markBytes;
  }

  /// As its mark says, or as declared.
  Charset charset() {
    return charset;
  }

  /// Length of the mark.
  int markBytes() {
    return markBytes;
  }

  /// In what it is written, as far as its first bytes tell.
  Source.Form form() {
    if (starts(head, 'P', 'A', 'R', '1')) {
      return Source.Form.PARQUET;
    }
    boolean envelope = starts(head, 'U', 'N', 'B', '+');
    boolean advice = starts(head, 'U', 'N', 'A') && head.length > 9 && namesEnvelope();
    return envelope || advice ? Source.Form.EDIFACT : Source.Form.CSV;
  }

  /// The service string advice is nine characters, and an envelope follows it.
  private boolean namesEnvelope() {
    int length = Math.min(head.length, 16);
    String after = new String(head, 9, length - 9, StandardCharsets.US_ASCII);
    return after.strip().startsWith("UN");
  }

  static FirstBytes of(byte[] head, Charset declared) {
    if (starts(head, 0xef, 0xbb, 0xbf)) {
      return new FirstBytes(head, StandardCharsets.UTF_8, 3);
    }
    if (starts(head, 0xff, 0xfe)) {
      return new FirstBytes(head, StandardCharsets.UTF_16LE, 2);
    }
    if (starts(head, 0xfe, 0xff)) {
      return new FirstBytes(head, StandardCharsets.UTF_16BE, 2);
    }
    return new FirstBytes(head, declared, 0);
  }

  void refuseWhatIsNotText(Path path) {
    if (head.length == markBytes) {
      throw refused(path, "it is empty.", "Export it again, with its header line.");
    }
    if (starts(head, 'P', 'K', 3, 4)) {
      throw refused(path, "it is a workbook or zip file, not CSV.", "Save the sheet as CSV.");
    }
    if (starts(head, 0xd0, 0xcf, 0x11, 0xe0)) {
      throw refused(path, "it is an old workbook, not CSV.", "Save the sheet as CSV.");
    }
    if (form() == Source.Form.PARQUET) {
      return;
    }
    if (starts(head, '%', 'P', 'D', 'F')) {
      throw refused(path, "it is a PDF, not CSV.", "Export the report as CSV.");
    }
    if (!charset.name().startsWith("UTF-16")) {
      refuseZeros(path);
    }
  }

  /// UTF-16 without its mark has a zero byte in most characters; other binary files have zero bytes
  /// before their first line ends. A zero byte further on spoils its own line only.
  private void refuseZeros(Path path) {
    int zeros = 0;
    boolean inFirstLine = false;
    boolean lineEnded = false;
    for (byte one : head) {
      lineEnded |= one == '\n' || one == '\r';
      zeros += one == 0 ? 1 : 0;
      inFirstLine |= one == 0 && !lineEnded;
    }
    if (zeros > head.length / 3) {
      throw refused(
          path,
          "it seems to be UTF-16 text without its mark, or no text at all.",
          "Save it as CSV in UTF-8, or set encoding = \"utf-16le\" in its mapping.");
    }
    if (inFirstLine) {
      throw refused(path, "it is a binary file, not CSV.", "Export the table as CSV.");
    }
  }

  private static UserError refused(Path path, String what, String mend) {
    return new UserError(path.toString(), what, mend);
  }

  private static boolean starts(byte[] head, int... magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
