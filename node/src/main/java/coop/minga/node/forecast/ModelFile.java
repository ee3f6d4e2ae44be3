package coop.minga.node.forecast;

import coop.minga.federation.identity.Bytes;
import coop.minga.node.storage.Disk;
import coop.minga.node.storage.LocalDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a node forecasts with, as a file in its models directory.
///
/// The file: the line [#FIRST_LINE]; the last day that anything in it has learnt from; how much of
/// the shared model is mixed in; one factor a level; the own model and the shared one, each with
/// its length before it, 0 if there is none. A file of before, which holds the weights of one model
/// and nothing else, is read as a member's own.
///
/// One writer. A reader sees the old model or the new one, never a part.
///
/// @param directory made when it is first written to
public record ModelFile(Path directory) {
  /// The file's name.
  public static final String NAME = "current";

  /// The name of the file that holds what was in use before.
  public static final String BEFORE = "before";

  private static final String ANY_VERSION = "minga member model ";
  private static final String FIRST_LINE = ANY_VERSION + "1\n";
  private static final byte[] HEAD = FIRST_LINE.getBytes(StandardCharsets.US_ASCII);

  /// What is in the file.
  ///
  /// @param model to forecast with
  /// @param until the last day that it has learnt from or was chosen by; later ones can judge it.
  ///   Empty if the file is of before and does not tell
  public record Kept(MemberModel model, Optional<LocalDate> until) {
    /// Whole weeks up to a day of which it has seen nothing, the only ones that can judge it; none
    /// if the file does not tell.
    ///
    /// @param most no more than these
    public int unseenWeeks(LocalDate last, int most) {
      long days = until.map(day -> ChronoUnit.DAYS.between(day, last)).orElse(0L);
      return Math.clamp(days / 7, 0, most);
    }

    /// The last day that a model has learnt from which goes on from this one.
    ///
    /// @param learnt the last day that it has learnt from since
    /// @param lastSale up to which this one may have learnt if its file does not tell
    public LocalDate untilAfter(LocalDate learnt, LocalDate lastSale) {
      LocalDate before = until.orElse(lastSale);
      return before.isAfter(learnt) ? before : learnt;
    }
  }

  /// Keeps a model as the one in use from now on, and the one before it to go back to; durable when
  /// it returns. If what was in use is damaged, what can be gone back to stays what it was.
  ///
  /// @param until the last day that it has learnt from
  public void write(MemberModel model, LocalDate until) throws IOException {
    Files.createDirectories(directory);
    write(new LocalDisk(), model, until);
  }

  void write(Disk disk, MemberModel model, LocalDate until) throws IOException {
    Optional<byte[]> now = whole();
    if (now.isPresent()) {
      disk.replace(directory.resolve(BEFORE), now.get());
    }
    disk.replace(directory.resolve(NAME), encode(model, until));
  }

  /// What is in use, if there is any and it holds a model of this program.
  private Optional<byte[]> whole() throws IOException {
    try {
      byte[] now = Files.readAllBytes(directory.resolve(NAME));
      decode(now);
      return Optional.of(now);
    } catch (NoSuchFileException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Uses what was in use before again, and keeps what was in use now to go back to in turn;
  /// durable when it returns. A crash between the two leaves what was in use before in use.
  ///
  /// @return whether there was anything before
  /// @throws IllegalArgumentException if the file of what was before holds no model of this program
  public boolean back() throws IOException {
    Path before = directory.resolve(BEFORE);
    if (!Files.exists(before)) {
      return false;
    }
    byte[] earlier = Files.readAllBytes(before);
    decode(earlier);
    byte[] now = Files.readAllBytes(directory.resolve(NAME));
    var disk = new LocalDisk();
    disk.replace(directory.resolve(NAME), earlier);
    disk.replace(before, now);
    return true;
  }

  /// The model in use; empty if none was ever kept.
  ///
  /// @throws IllegalArgumentException if the file holds no model of this program
  public Optional<Kept> read() throws IOException {
    try {
      return Optional.of(decode(Files.readAllBytes(directory.resolve(NAME))));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static byte[] encode(MemberModel model, LocalDate until) {
    byte[] own = encoded(model.own());
    byte[] shared = encoded(model.shared());
    int factors = Double.BYTES * model.stretch().size();
    int numbers = Long.BYTES + 3 * Integer.BYTES;
    ByteBuffer out =
        ByteBuffer.allocate(HEAD.length + numbers + factors + own.length + shared.length);
    out.put(HEAD).putLong(until.toEpochDay()).putInt(model.sharedPercent());
    model.stretch().forEach(out::putDouble);
    return out.putInt(own.length).put(own).putInt(shared.length).put(shared).array();
  }

  private static byte[] encoded(Optional<ModelWeights> weights) {
    return weights.map(one -> one.encode().toArray()).orElse(new byte[0]);
  }

  private static Kept decode(byte[] file) {
    if (!startsWith(file, ANY_VERSION)) {
      return new Kept(MemberModel.of(weights(file)), Optional.empty());
    }
    if (!startsWith(file, FIRST_LINE)) {
      throw new IllegalArgumentException("it was written by a later version of this program");
    }
    ByteBuffer in = ByteBuffer.wrap(file, HEAD.length, file.length - HEAD.length);
    if (in.remaining() < Long.BYTES + 3 * Integer.BYTES + Double.BYTES * Quantiles.LEVELS.size()) {
      throw new IllegalArgumentException("it ends too early");
    }
    LocalDate until = LocalDate.ofEpochDay(Math.clamp(in.getLong(), 0, Integer.MAX_VALUE));
    int sharedPercent = in.getInt();
    List<Double> stretch = new ArrayList<>();
    for (int level = 0; level < Quantiles.LEVELS.size(); level++) {
      stretch.add(in.getDouble());
    }
    Optional<ModelWeights> own = part(in);
    Optional<ModelWeights> shared = part(in);
    if (in.hasRemaining()) {
      throw new IllegalArgumentException("it goes on after its end");
    }
    return new Kept(new MemberModel(own, shared, sharedPercent, stretch), Optional.of(until));
  }

  private static Optional<ModelWeights> part(ByteBuffer in) {
    int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("it ends too early");
    }
    byte[] encoded = new byte[length];
    in.get(encoded);
    return length == 0 ? Optional.empty() : Optional.of(weights(encoded));
  }

  private static ModelWeights weights(byte[] encoded) {
    ModelWeights weights = ModelWeights.decode(Bytes.of(encoded));
    Architecture.of(weights);
    return weights;
  }

  private static boolean startsWith(byte[] file, String text) {
    byte[] head = text.getBytes(StandardCharsets.US_ASCII);
    return file.length >= head.length && Arrays.equals(file, 0, head.length, head, 0, head.length);
  }
}
