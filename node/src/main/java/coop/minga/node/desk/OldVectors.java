package coop.minga.node.desk;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.learning.Entered;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.wire.RosterWire;
import coop.minga.node.exchange.BlobShelf;
import coop.minga.node.exchange.Exchange;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Throws masked vectors away, everybody's and this member's own, thirty days after their epoch has
/// ended here. Until then whoever was away can fetch them and anybody can add them up again; then
/// only their names are left, in ledgers. Should X25519 be broken one day, what was masked by it
/// lies nowhere any more, at least on honest members' disks.
///
/// Thrown away is what this node kept as a vector, entered or not, and nothing that somebody only
/// says is one: rosters' certificates lie on the same shelf.
final class OldVectors {
  /// For how long they are kept.
  static final Duration KEPT = Duration.ofDays(30);

  private static final Duration LOOKS_AGAIN = Duration.ofHours(1);
  private static final String OF = "learning/vectors/";
  private static final String GONE = "learning/vectors-gone";

  private final Exchange exchange;
  private final BlobShelf blobs;
  private Instant looksAt = Instant.MIN;

  OldVectors(Exchange exchange, BlobShelf blobs) {
    this.exchange = exchange;
    this.blobs = blobs;
  }

  /// A vector is about to be kept here: this member's own, or one that it fetches.
  void keeps(long epoch, BlobName vector) {
    List<String> names = names(open(epoch));
    if (!names.contains(vector.toString())) {
      note(epoch, Stream.concat(names.stream(), Stream.of(vector.toString())));
    }
  }

  /// An epoch has ended. If more came of it later, it ends once more.
  void ended(long epoch) {
    note(epoch, names(open(epoch)).stream());
  }

  /// At a start: an epoch that ended before nodes took note of its vectors ends now. Only of such a
  /// one its members' entries tell which these were.
  ///
  /// @param said all that is known of it by those who were drawn
  void recall(long epoch, Collection<Entered<LearningStatement>> said) {
    if (epoch > gone() && exchange.remembered(OF + epoch).isEmpty()) {
      note(
          epoch,
          said.stream()
              .flatMap(entry ->
                  entry.statement() instanceof Masked masked
                      ? Stream.of(masked.blob().toString())
                      : Stream.of())
              .distinct());
    }
  }

  /// At a start: members may fetch again what is kept.
  ///
  /// @param last the last epoch that has ended
  void serve(long last) {
    for (long epoch = gone() + 1; epoch <= last; epoch++) {
      names(epoch).stream()
          .map(BlobName::parse)
          .forEach(vector -> blobs.serve(vector, exchange.roster().members().keySet()));
    }
  }

  /// What comes when an epoch's vectors are gone already goes with the next one's.
  private long open(long epoch) {
    return Math.max(epoch, gone() + 1);
  }

  private void note(long epoch, Stream<String> names) {
    exchange.remember(
        OF + open(epoch),
        Bytes.utf8(exchange.now() + " " + names.collect(Collectors.joining(" "))));
  }

  private List<String> names(long epoch) {
    return exchange
        .remembered(OF + epoch)
        .map(kept -> words(kept).stream().skip(1).toList())
        .orElse(List.of());
  }

  /// Looks, now and then, which have been kept for long enough.
  ///
  /// @param last the last epoch that has ended
  void throwAway(long last) {
    Instant now = exchange.now();
    if (now.isBefore(looksAt)) {
      return;
    }
    looksAt = now.plus(LOOKS_AGAIN);
    for (long epoch = gone() + 1; epoch <= last; epoch++) {
      Optional<List<String>> kept = exchange.remembered(OF + epoch).map(OldVectors::words);
      if (kept.filter(words -> now.isBefore(until(words))).isPresent()) {
        return;
      }
      names(epoch).stream().map(BlobName::parse).filter(this::isNoPaper).forEach(blobs::forget);
      exchange.remember(GONE, Bytes.utf8(Long.toString(epoch)));
      exchange.disremember(OF + epoch);
    }
  }

  /// Whoever named it a vector, what reads as a certificate stays; certificates are named by the
  /// whole.
  private boolean isNoPaper(BlobName name) {
    return name.form() == BlobName.Form.PIECES
        || blobs.find(name).flatMap(RosterWire::decodeCertificate).isEmpty();
  }

  private long gone() {
    return exchange.remembered(GONE).map(epoch -> Long.parseLong(epoch.toUtf8())).orElse(0L);
  }

  private static List<String> words(Bytes kept) {
    return Arrays.stream(kept.toUtf8().split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static Instant until(List<String> words) {
    return Instant.parse(words.getFirst()).plus(KEPT);
  }
}
