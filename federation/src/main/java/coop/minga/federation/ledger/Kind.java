package coop.minga.federation.ledger;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What an entry says. A kind's number and its meaning never change; see proto/README.md.
public enum Kind {
  /// The witness of the author's book.
  BOOK(1, Tree.LEDGER),
  /// A lot is offered.
  OFFER(2, Tree.LEDGER),
  /// Bidding on a lot is over.
  CLOSE(3, Tree.LEDGER),
  /// Units are promised to a taker.
  AWARD(4, Tree.LEDGER),
  /// The taker will come.
  ACCEPT(5, Tree.LEDGER),
  /// The taker will not come.
  DECLINE(6, Tree.LEDGER),
  /// The taker did not answer in time.
  LAPSE(7, Tree.LEDGER),
  /// The giver's leg of a handover.
  PICKED_UP(8, Tree.LEDGER),
  /// The taker's leg of a handover.
  RECEIVED(9, Tree.LEDGER),
  /// The taker did not come.
  NO_SHOW(10, Tree.LEDGER),
  /// The giver takes an offer back.
  WITHDRAW(12, Tree.LEDGER),
  /// What a taker's site needs.
  NEED(14, Tree.LEDGER),
  /// What an award came to.
  DEBIT(15, Tree.LEDGER),
  /// What is left of a lot goes to the giver's other outlets.
  EXPIRE(16, Tree.LEDGER),
  /// Food may do harm: nobody offers, promises or hands over what it covers.
  RECALL(60, Tree.LEDGER),
  /// The giver stops a lot that a recall covers.
  HALT(61, Tree.LEDGER),
  /// A person has set aside what a recall covers.
  ACKNOWLEDGE(62, Tree.LEDGER),
  /// A recall is over.
  LIFT(63, Tree.LEDGER),
  /// A taker claims how many people it feeds.
  PEOPLE_SERVED(70, Tree.LEDGER),
  /// A member that takes nothing bears such a claim out.
  ATTEST(71, Tree.LEDGER),
  /// A taker bids for a kitchen that has no computer.
  SPONSOR(150, Tree.LEDGER),
  /// Who fetches an award for its taker.
  CARRIER(151, Tree.LEDGER),
  /// The carrier's word on the first leg of a handover.
  LOADED(152, Tree.LEDGER),
  /// The carrier's word on the second leg.
  DELIVERED(153, Tree.LEDGER),
  /// The taker will not come for what it had accepted.
  GIVE_BACK(67, Tree.LEDGER),
  /// The taker came, and it was not to be had.
  NOT_AVAILABLE(68, Tree.LEDGER),
  /// A person of the giver's wants to look before a lot is awarded.
  HOLD(69, Tree.LEDGER),
  /// An attempt at a model epoch is proposed.
  PROPOSE(40, Tree.LEDGER),
  /// A member's fresh keys, and the hashes of what it will deal.
  ADVERT(41, Tree.LEDGER),
  /// Who takes part, and what a member deals them.
  DEAL(42, Tree.LEDGER),
  /// The name of a member's masked vector.
  MASKED(43, Tree.LEDGER),
  /// Whose masked vectors are summed.
  FREEZE(44, Tree.LEDGER),
  /// The shares that open one sum.
  RELEASE(45, Tree.LEDGER),
  /// The author never helps to open an attempt.
  ABANDON(46, Tree.LEDGER),
  /// The stream shared with a member whose shares are of no use.
  EXPOSE(47, Tree.LEDGER),
  /// The model version that an epoch came to.
  RESULT(48, Tree.LEDGER),
  /// A mirror cosigns one generation of a ledger no more.
  RETIRE(112, Tree.LEDGER),
  /// A ledger's next generation begins.
  SUCCEED(113, Tree.LEDGER),
  /// Evidence that a member broke a rule.
  EVIDENCE(114, Tree.LEDGER),
  /// How far the author counts each ledger: a settlement epoch of its own.
  COUNTED(115, Tree.LEDGER),
  /// An auditor is let in.
  AUDITOR(120, Tree.LEDGER),
  /// A range of a tree was given to an auditor.
  SERVED(121, Tree.LEDGER),
  /// Hidden fields were opened to somebody.
  OPENED(122, Tree.LEDGER),
  /// A bid.
  BID(64, Tree.BOOK),
  /// The giver's reply to a bid.
  BID_REPLY(65, Tree.BOOK),
  /// A standing bid was displaced.
  OUTBID(66, Tree.BOOK),
  /// A lot's price was lowered.
  CUT(72, Tree.BOOK),
  /// What a giver wished of who gets a lot that is closed.
  WISHED(73, Tree.LEDGER),
  /// The taker that a lot names takes of it before anybody bids.
  TAKE(74, Tree.LEDGER),
  /// How much is there of a lot that was only expected.
  FIRM_UP(75, Tree.LEDGER),
  /// A taker gets nothing of a lot that is open, for the sake of safety.
  RULE_OUT(76, Tree.LEDGER),
  /// What no member took of a lot goes to another outlet of its giver's.
  ELSEWHERE(77, Tree.LEDGER),
  /// A person wants a change to follow a parent.
  APPROVE(96, Tree.LEDGER),
  /// A ballot on a change is open.
  BALLOT(97, Tree.LEDGER),
  /// The author's node is for a ballot.
  COMMIT(98, Tree.LEDGER),
  /// The author's node gave a ballot up.
  DECLINE_BALLOT(99, Tree.LEDGER),
  /// The author's witnesses are those of another roster from here on.
  ADOPT(100, Tree.LEDGER),
  /// The author's node has new keys.
  KEYS(101, Tree.LEDGER),
  /// A key of the author's may have been somebody else's.
  COMPROMISED(102, Tree.LEDGER),
  /// How far the author saw everybody's ledgers witnessed.
  SEEN(103, Tree.LEDGER),
  /// A member tells its peers what its own levels could not mend in time.
  ALERT(130, Tree.LEDGER),
  /// A peer can help.
  ALERT_ANSWER(131, Tree.LEDGER),
  /// What came of an alert.
  ALERT_OVER(132, Tree.LEDGER);

  private static final Map<Integer, Kind> BY_CODE =
      Arrays.stream(values()).collect(toUnmodifiableMap(Kind::code, Function.identity()));

  private final int code;
  private final Tree tree;

  Kind(int code, Tree tree) {
    this.code = code;
    this.tree = tree;
  }

  /// The number in the signed bytes.
  public int code() {
    return code;
  }

  /// The only tree in which it counts.
  public Tree tree() {
    return tree;
  }

  /// The kind of a number; absent if this version of Minga does not know it.
  public static Optional<Kind> of(int code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }
}
