package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// How a member's secrets are committed to, dealt and taken, each bound to the attempt, the dealer
/// and the reader.
///
/// @param name the attempt
/// @param cohort as drawn: a member's point is its place in it
record Dealing(AttemptName name, Cohort cohort) {
  /// Bytes of what one member deals to one other.
  static final int SEALED = 3 * SecretKind.SIZE + Sealing.OVERHEAD;

  private static final String SECRET = "minga/learning/commit-secret/v1";
  private static final String SHARE = "minga/learning/commit-share/v1";
  private static final String SEAL = "minga/learning/seal/v1";

  /// One reader's shares of one dealer's secrets.
  record Shares(Bytes ownMask, Bytes pairKey, Bytes seedPart) {
    Bytes of(SecretKind kind) {
      return switch (kind) {
        case OWN_MASK -> ownMask;
        case PAIR_KEY -> pairKey;
        case SEED_PART -> seedPart;
      };
    }
  }

  /// What a member enters before it deals.
  LearningStatement.Commitments commitments(MemberId dealer, AttemptSecret secret) {
    return new LearningStatement.Commitments(
        commitment(dealer, SecretKind.OWN_MASK, secret),
        commitment(dealer, SecretKind.PAIR_KEY, secret),
        commitment(dealer, SecretKind.SEED_PART, secret),
        Optional.of(cohort.hash()));
  }

  /// What a member deals: to each of the circle its shares, sealed, by name. A reader whose key
  /// gives no secret is in no circle.
  List<Bytes> deal(MemberId dealer, AttemptSecret secret, Circle circle) {
    List<Bytes> own = secret.shares(SecretKind.OWN_MASK, cohort);
    List<Bytes> pair = secret.shares(SecretKind.PAIR_KEY, cohort);
    List<Bytes> seed = secret.shares(SecretKind.SEED_PART, cohort);
    var sealed = new ArrayList<Bytes>();
    circle
        .adverts()
        .forEach((reader, advert) -> {
          int at = point(reader) - 1;
          Bytes message = own.get(at).plus(pair.get(at)).plus(seed.get(at));
          Bytes info = info(circle, dealer, reader);
          sealed.add(
              secret
                  .seal(reader, advert.statement().sealingKey(), info, message)
                  .orElseThrow(() -> new IllegalStateException("a weak key is in no circle")));
        });
    return sealed;
  }

  /// What a member was dealt; absent unless it opens and every share is the one committed to.
  Optional<Shares> take(MemberId dealer, MemberId reader, AttemptSecret secret, Dealt dealt) {
    return secret
        .open(dealt.sealed(), info(dealt.circle(), dealer, reader))
        .filter(message -> message.size() == 3 * SecretKind.SIZE)
        .map(message ->
            new Shares(
                message.slice(0, SecretKind.SIZE),
                message.slice(SecretKind.SIZE, 2 * SecretKind.SIZE),
                message.slice(2 * SecretKind.SIZE, 3 * SecretKind.SIZE)))
        .filter(shares -> {
          var committed = dealt.circle().advert(dealer).commitments();
          return matches(dealer, reader, SecretKind.OWN_MASK, shares.ownMask(), committed)
              && matches(dealer, reader, SecretKind.PAIR_KEY, shares.pairKey(), committed)
              && matches(dealer, reader, SecretKind.SEED_PART, shares.seedPart(), committed);
        });
  }

  /// A dealer's sealed message to one reader, and among whom it was dealt.
  record Dealt(Circle circle, Bytes sealed) {}

  /// Whether a share is the one that a dealer committed to.
  boolean matches(
      MemberId dealer,
      MemberId reader,
      SecretKind kind,
      Bytes share,
      LearningStatement.Commitments committed) {
    return committed
        .of(kind)
        .shares()
        .get(point(reader) - 1)
        .equals(shareHash(dealer, reader, kind, share));
  }

  /// The secret that these shares give, if it is the one committed to, and all other shares with
  /// it. Whether it is does not depend on which shares these are: two sets that both fit the hashes
  /// and differ would be a collision.
  ///
  /// @param shares by point, as many as the threshold, each matching
  Optional<Bytes> recover(
      MemberId dealer, SecretKind kind, SortedMap<Integer, Bytes> shares, Commitment committed) {
    Bytes secret = SecretSharing.valueAt(0, shares);
    if (!committed.secret().equals(secretHash(dealer, kind, secret))) {
      return Optional.empty();
    }
    for (MemberId reader : cohort.members()) {
      Bytes share = SecretSharing.valueAt(point(reader), shares);
      Hash said = committed.shares().get(point(reader) - 1);
      if (!said.equals(shareHash(dealer, reader, kind, share))) {
        return Optional.empty();
      }
    }
    return Optional.of(secret);
  }

  /// A member's place among the shares: 1, 2, ...
  int point(MemberId member) {
    return cohort.members().indexOf(member) + 1;
  }

  private Commitment commitment(MemberId dealer, SecretKind kind, AttemptSecret secret) {
    List<Bytes> shares = secret.shares(kind, cohort);
    var hashes = new ArrayList<Hash>();
    for (MemberId reader : cohort.members()) {
      hashes.add(shareHash(dealer, reader, kind, shares.get(point(reader) - 1)));
    }
    return new Commitment(secretHash(dealer, kind, secret.value(kind)), hashes);
  }

  Hash secretHash(MemberId dealer, SecretKind kind, Bytes secret) {
    return Hash.sha256(name.bind(SECRET, Bytes.utf8(dealer.name()), kind.label(), secret));
  }

  Hash shareHash(MemberId dealer, MemberId reader, SecretKind kind, Bytes share) {
    return Hash.sha256(
        name.bind(
            SHARE, Bytes.utf8(dealer.name()), Bytes.utf8(reader.name()), kind.label(), share));
  }

  Bytes info(Circle circle, MemberId dealer, MemberId reader) {
    return name.bind(
        SEAL, circle.root().value(), Bytes.utf8(dealer.name()), Bytes.utf8(reader.name()));
  }
}
