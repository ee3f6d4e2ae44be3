package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.surplus.KitchenServes;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.StatedNeed;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.Set;

/// What entries say, to and from payloads.
///
/// Reading is strict and never throws: a payload is [Decoded.Known] only if writing it again gives
/// the very same bytes.
public final class Statements {
  /// The version of most payloads.
  public static final int VERSION = 1;

  /// The version of an OFFER that hides what is in it, of a NEED with bounds, of a COUNTED with a
  /// time, of an ADVERT that names its cohort, of a MASKED that names its vector in pieces, of a
  /// PEOPLE_SERVED that is a kitchen's, of a BID for a site that keeps something out, and of a
  /// PICKED_UP that is a carrier's.
  private static final int SECOND = 2;

  /// The version of one that also names the roster that it is made under.
  private static final int NAMING = 3;

  /// The version of one that also has clauses.
  private static final int CLAUSED = 4;

  /// The version of one of food that somebody has checked.
  private static final int CHECKED = 5;

  /// The version of one that declares what is in the food, that it is hot, or that it was frozen.
  private static final int DECLARED = 6;

  private static final Set<Kind> SECONDS =
      Set.of(
          Kind.OFFER,
          Kind.NEED,
          Kind.COUNTED,
          Kind.ADVERT,
          Kind.MASKED,
          Kind.PEOPLE_SERVED,
          Kind.BID,
          Kind.PICKED_UP);

  private Statements() {}

  /// The kind of entry in which this is said.
  public static Kind kindOf(Said said) {
    return switch (said) {
      case Said.OfSurplus(var says) -> SurplusWire.kindOf(says);
      case Said.OfNegotiation(var says) -> NegotiationWire.kindOf(says);
      case Said.OfLearning(var says) -> LearningWire.kindOf(says);
      case Said.OfDecision(var says) -> DecisionWire.kindOf(says);
      case Said.OfRoster(var says) -> RosterStatementWire.kindOf(says);
      case Said.OfDisclosure(var says) -> DisclosureWire.kindOf(says);
      case Said.OfAlert(var says) -> AlertWire.kindOf(says);
      case Said.OfBook _ -> Kind.BOOK;
      case Said.OfLedger(var says) -> LedgerWire.kindOf(says);
    };
  }

  /// The version of the payload.
  public static int versionOf(Said said) {
    if (said instanceof Said.OfSurplus(Notice notice)) {
      return notice.clauses().isPresent() ? claused(notice) : naming(notice);
    }
    if (said instanceof Said.OfLedger(Counted counted)) {
      return counted.at().isPresent() ? SECOND : VERSION;
    }
    if (said instanceof Said.OfLearning(LearningStatement.Advert advert)) {
      return advert.commitments().cohort().isPresent() ? SECOND : VERSION;
    }
    if (said instanceof Said.OfLearning(LearningStatement.Masked masked)) {
      return masked.blob().form() == BlobName.Form.PIECES ? SECOND : VERSION;
    }
    if (said instanceof Said.OfNegotiation(Bid bid)) {
      return bid.avoids().isNone() ? VERSION : SECOND;
    }
    if (said instanceof Said.OfSurplus(PickedUp(_, var to))) {
      return to.isPresent() ? SECOND : VERSION;
    }
    return said instanceof Said.OfSurplus(StatedNeed _)
            || said instanceof Said.OfSurplus(KitchenServes _)
        ? SECOND
        : VERSION;
  }

  private static int claused(Notice notice) {
    if (notice.outline().isOfLater()) {
      return DECLARED;
    }
    return notice.outline().date().checkedUntil().isPresent() ? CHECKED : CLAUSED;
  }

  private static int naming(Notice notice) {
    return notice.roster().isPresent() ? NAMING : SECOND;
  }

  /// The payload.
  public static Bytes encode(Said said) {
    return switch (said) {
      case Said.OfSurplus(var says) -> SurplusWire.encode(says);
      case Said.OfNegotiation(var says) -> NegotiationWire.encode(says);
      case Said.OfLearning(var says) -> LearningWire.encode(says);
      case Said.OfDecision(var says) -> DecisionWire.encode(says);
      case Said.OfRoster(var says) -> RosterStatementWire.encode(says);
      case Said.OfDisclosure(var says) -> DisclosureWire.encode(says);
      case Said.OfAlert(var says) -> AlertWire.encode(says);
      case Said.OfBook(var says) -> BookWire.encode(says);
      case Said.OfLedger(var says) -> LedgerWire.encode(says);
    };
  }

  /// Reads a payload.
  public static Decoded decode(int kind, int version, Bytes payload) {
    Optional<Kind> known = Kind.of(kind);
    if (known.isEmpty() || !isKnown(known.get(), version)) {
      return new Decoded.Unknown();
    }
    try {
      Said said =
          version == VERSION
              ? read(known.get(), payload)
              : later(known.get(), version, payload.toArray());
      return encode(said).equals(payload)
          ? new Decoded.Known(said)
          : new Decoded.Void(VoidReason.NOT_CANONICAL);
    } catch (InvalidProtocolBufferException e) {
      return new Decoded.Void(VoidReason.NOT_A_MESSAGE);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      return new Decoded.Void(VoidReason.OUT_OF_RANGE);
    }
  }

  private static boolean isKnown(Kind kind, int version) {
    return version == VERSION
        || (version == SECOND && SECONDS.contains(kind))
        || (version >= NAMING && version <= DECLARED && kind == Kind.OFFER);
  }

  private static Said later(Kind kind, int version, byte[] bytes)
      throws InvalidProtocolBufferException {
    if (kind == Kind.COUNTED) {
      return new Said.OfLedger(LedgerWire.decodeDated(bytes));
    }
    if (kind == Kind.ADVERT) {
      return new Said.OfLearning(LearningWire.decodeBound(bytes));
    }
    if (kind == Kind.MASKED) {
      return new Said.OfLearning(LearningWire.decodeInPieces(bytes));
    }
    if (kind == Kind.PEOPLE_SERVED) {
      return new Said.OfSurplus(EntitlementWire.decodeOfKitchen(bytes));
    }
    if (kind == Kind.BID) {
      return new Said.OfNegotiation(NegotiationWire.decodeAvoiding(bytes));
    }
    if (kind == Kind.PICKED_UP) {
      return new Said.OfSurplus(SurplusWire.decodeCarried(bytes));
    }
    if (kind == Kind.NEED) {
      return new Said.OfSurplus(NeedWire.decode(bytes));
    }
    return new Said.OfSurplus(notice(version, bytes));
  }

  private static Notice notice(int version, byte[] bytes) throws InvalidProtocolBufferException {
    return switch (version) {
      case DECLARED -> NoticeWire.decodeDeclared(bytes);
      case CHECKED -> NoticeWire.decodeChecked(bytes);
      case CLAUSED -> NoticeWire.decodeClaused(bytes);
      case NAMING -> NoticeWire.decodeNaming(bytes);
      default -> NoticeWire.decode(bytes);
    };
  }

  private static Said read(Kind kind, Bytes payload) throws InvalidProtocolBufferException {
    byte[] bytes = payload.toArray();
    return switch (kind) {
      case OFFER,
          WITHDRAW,
          PICKED_UP,
          RECEIVED,
          CARRIER,
          LOADED,
          DELIVERED,
          NEED,
          RECALL,
          HALT,
          ACKNOWLEDGE,
          LIFT,
          PEOPLE_SERVED,
          SPONSOR,
          ATTEST ->
          new Said.OfSurplus(SurplusWire.decode(kind, bytes));
      case CLOSE,
          AWARD,
          ACCEPT,
          DECLINE,
          LAPSE,
          NO_SHOW,
          DEBIT,
          EXPIRE,
          GIVE_BACK,
          NOT_AVAILABLE,
          HOLD,
          BID,
          BID_REPLY,
          OUTBID,
          CUT,
          WISHED,
          TAKE,
          FIRM_UP,
          RULE_OUT,
          ELSEWHERE ->
          new Said.OfNegotiation(NegotiationWire.decode(kind, bytes));
      case BOOK ->
          BookWire.decode(payload)
              .map(Said.OfBook::new)
              .orElseThrow(() -> new IllegalArgumentException("not a book commitment"));
      case PROPOSE, ADVERT, DEAL, MASKED, FREEZE, RELEASE, ABANDON, EXPOSE, RESULT ->
          new Said.OfLearning(LearningWire.decode(kind, payload));
      case APPROVE, BALLOT, COMMIT, DECLINE_BALLOT ->
          new Said.OfDecision(DecisionWire.decode(kind, payload));
      case ADOPT, KEYS, COMPROMISED, SEEN ->
          new Said.OfRoster(RosterStatementWire.decode(kind, payload));
      case RETIRE, SUCCEED, EVIDENCE, COUNTED -> new Said.OfLedger(LedgerWire.decode(kind, bytes));
      case ALERT, ALERT_ANSWER, ALERT_OVER -> new Said.OfAlert(AlertWire.decode(kind, bytes));
      case AUDITOR, SERVED, OPENED -> new Said.OfDisclosure(DisclosureWire.decode(kind, bytes));
    };
  }
}
