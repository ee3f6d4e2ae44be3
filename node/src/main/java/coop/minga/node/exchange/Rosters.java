package coop.minga.node.exchange;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.Said;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.storage.RosterFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Holds the certificates of the rosters, passes them on, and takes those of others.
///
/// ```
/// our own decision --certificate--+
///                                 +--> checked --> kept (durable) --> in force here --> told on
/// a peer's, fetched as a blob ----+
/// ```
///
/// A crash after the keeping starts with the new roster; one before it decides or fetches again.
final class Rosters {
  private final Roll roll;
  private final Shelves shelves;
  private final Outbox outbox;
  private final List<Hash> names = new ArrayList<>();

  /// On what follows a roster that has no successor here. The others are decided.
  private final FirstWords firstWords = new FirstWords();

  private Optional<MemberId> fetching = Optional.empty();

  /// Where certificates are.
  ///
  /// @param files in order
  /// @param blobs by name, for peers
  record Shelves(RosterFiles files, BlobShelf blobs) {}

  /// How a certificate is fetched.
  interface Fetch {
    /// Fetches a blob and keeps it, then says whether it is here.
    void from(MemberId peer, Hash name, Consumer<Boolean> then);
  }

  Rosters(Roll roll, Shelves shelves, Outbox outbox) {
    this.roll = roll;
    this.shelves = shelves;
    this.outbox = outbox;
  }

  /// The node starts: what is kept was checked when the roll was made of it.
  void recall(Recollection all) throws IOException {
    all.ledgers()
        .values()
        .forEach(entries ->
            entries.forEach(entry -> {
              if (entry.said() instanceof Said.OfDecision(var says)) {
                seen(entry, says);
              }
            }));
    for (int number = 1; number <= roll.roster().number(); number++) {
      Bytes certificate =
          shelves.files().find(number).orElseThrow(() -> new IOException("a certificate is lost"));
      put(certificate);
    }
    serve();
  }

  /// An entry of a ledger is held: of each author's words on a ballot the first counts.
  void seen(Seen entry, DecisionStatement says) {
    if (says instanceof DecisionStatement.Word word
        && word.subject() == Subject.ROSTER
        && !isDecided(word.ballot())) {
      firstWords.say(entry.author(), word.ballot(), entry.index());
    }
  }

  private boolean isDecided(Ballot ballot) {
    return roll.chain().successor(ballot.parent()).isPresent();
  }

  /// What this node knows, for a peer.
  PeerFrame.Rosters known() {
    int from = Math.max(0, names.size() - PeerFrame.MAX_CERTIFICATES);
    return new PeerFrame.Rosters(
        roll.roster().number(), roll.roster().hash(), names.subList(from, names.size()));
  }

  /// A peer says what it knows: what is new is fetched from it, one certificate after the other.
  ///
  /// @param then is called with each roster that was taken
  void heard(MemberId peer, PeerFrame.Rosters frame, Fetch fetch, Taken then) {
    int wanted = roll.roster().number() + 1;
    if (frame.number() < wanted || fetching.isPresent()) {
      return;
    }
    frame
        .certificate(wanted)
        .ifPresent(name -> {
          fetching = Optional.of(peer);
          fetch.from(
              peer,
              name,
              here -> {
                fetching = Optional.empty();
                if (here && arrived(peer, name, wanted, then)) {
                  heard(peer, frame, fetch, then);
                }
              });
        });
  }

  /// What follows once a roster is in force here.
  interface Taken {
    /// The roster and the change that it came by.
    void roster(RosterCertificate certificate, Roster next);
  }

  /// Takes a certificate, if it shows what follows the newest roster here.
  ///
  /// @return the roster that it shows, kept durably
  Optional<Roster> take(RosterCertificate certificate) throws IOException {
    return switch (certificate.check(roll.roster(), roll.verifier(), this::isFirst)) {
      case RosterCertificate.Check.Refused(var fault) -> {
        ExchangeLog.badCertificate(fault.sentence());
        yield Optional.empty();
      }
      case RosterCertificate.Check.Holds(var next) -> {
        Bytes encoded = RosterWire.encode(certificate);
        shelves.files().keep(next.number(), encoded);
        put(encoded);
        ExchangeLog.rosterChanged(
            certificate.change().change().sentence(), next.number(), next.hash());
        yield Optional.of(next);
      }
    };
  }

  /// A roster is in force: others may fetch what shows it, and are told.
  void tell() {
    firstWords.forget(this::isDecided);
    serve();
    outbox.broadcast(known());
  }

  private boolean arrived(MemberId peer, Hash name, int wanted, Taken then) {
    if (roll.roster().number() + 1 != wanted) {
      return true; // we decided it ourselves in the meantime
    }
    Optional<RosterCertificate> certificate =
        shelves.blobs().find(BlobName.whole(name)).flatMap(RosterWire::decodeCertificate);
    try {
      Optional<Roster> next = certificate.isPresent() ? take(certificate.get()) : Optional.empty();
      if (next.isEmpty()) {
        ExchangeLog.badCertificate(peer);
        return false;
      }
      then.roster(certificate.get(), next.get());
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isFirst(Place place, Ballot ballot) {
    return firstWords.isFirst(place.author(), ballot, place.index());
  }

  private void put(Bytes certificate) {
    names.add(shelves.blobs().keep(BlobName.Form.WHOLE, certificate).hash());
  }

  private void serve() {
    names.forEach(
        name -> shelves.blobs().serve(BlobName.whole(name), roll.roster().members().keySet()));
  }
}
