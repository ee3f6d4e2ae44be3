package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.MemberId;
import java.math.BigInteger;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// How taker stands to taker after so many epochs of settlement: what each was debited, discounted,
/// and the priority that follows from it. Nobody issues it; whoever has the ledgers computes it.
///
/// An epoch is a day. What was contested counts, at what it cleared for; food that nobody else
/// wanted costs nothing. Amounts are thousandths of a point: grams times points per kg. Everything
/// is in integers and rounds down, in the order written here.
///
/// @param epochs settled so far; the first fourteen leave everybody at 1
/// @param handedOver grams handed over times the base points of their categories, discounted alike
/// @param accounts of every taker that was ever active
/// @param comparable whether enough takers were active last to compare them
/// @param kitchens that have no node, and who bids for them; each has an account of its own
public record Settlement(
    int epochs,
    long handedOver,
    SortedMap<MemberId, Account> accounts,
    boolean comparable,
    Kitchens kitchens) {
  /// Epochs at the beginning of a federation in which everybody's priority is 1.
  public static final int FIRST_EPOCHS = 14;

  /// Fewer active takers than this are too few to compare.
  public static final int LEAST_ACTIVE = 3;

  private static final int KEPT_PERCENT = 95;
  private static final int PERCENT = 100;

  /// Tenths of its old priority's logarithm that a taker takes into the next epoch.
  private static final int REMEMBERED = 9;

  /// Tenths of what entitlement over share adds to that.
  private static final int LEARNT = 3;

  private static final int TENTHS = 10;
  private static final int PART_OF_HANDED_OVER = 4;

  /// Nothing settled yet.
  public static final Settlement NONE = new Settlement(0, 0, Collections.emptySortedMap(), false);

  /// One in which everybody bids for itself.
  public Settlement(
      int epochs, long handedOver, SortedMap<MemberId, Account> accounts, boolean comparable) {
    this(epochs, handedOver, accounts, comparable, Kitchens.NONE);
  }

  /// Copies.
  public Settlement {
    accounts = Collections.unmodifiableSortedMap(new TreeMap<>(accounts));
  }

  /// One taker.
  ///
  /// @param debits discounted
  /// @param priority from them
  /// @param entitlement by which its fair share is reckoned, as of the last epoch
  public record Account(long debits, Priority priority, long entitlement) {
    /// One that is entitled to the same as others.
    public Account(long debits, Priority priority) {
      this(debits, priority, 1);
    }

    private Account debited(long amount) {
      return new Account(amount, priority, entitlement);
    }
  }

  /// What one epoch came to.
  ///
  /// @param debits by taker
  /// @param active takers that bid above 0 and held or lost something
  /// @param handedOver grams times base points
  /// @param entitlements of takers, in any unit; one that has none counts as 1
  /// @param kitchens that have no node
  public record Epoch(
      Map<MemberId, Long> debits,
      Set<MemberId> active,
      long handedOver,
      Map<MemberId, Long> entitlements,
      Kitchens kitchens) {
    /// One in which everybody bids for itself.
    public Epoch(
        Map<MemberId, Long> debits,
        Set<MemberId> active,
        long handedOver,
        Map<MemberId, Long> entitlements) {
      this(debits, active, handedOver, entitlements, Kitchens.NONE);
    }

    /// Checks signs and copies.
    public Epoch {
      debits = Map.copyOf(debits);
      active = Set.copyOf(active);
      entitlements = Map.copyOf(entitlements);
      Checks.range("what was handed over", handedOver, 0, Long.MAX_VALUE);
      debits.values().forEach(d -> Checks.range("a debit", d, 0, Long.MAX_VALUE));
      entitlements.values().forEach(e -> Checks.range("an entitlement", e, 1, Long.MAX_VALUE));
    }

    long entitlement(MemberId taker) {
      return entitlements.getOrDefault(taker, 1L);
    }

    BigInteger allEntitled() {
      return active.stream()
          .map(taker -> BigInteger.valueOf(entitlement(taker)))
          .reduce(BigInteger.ZERO, BigInteger::add);
    }
  }

  /// By how much a taker's bids count now.
  public Priority priority(MemberId taker) {
    Account account = accounts.get(taker);
    return account == null || !comparable || epochs < FIRST_EPOCHS
        ? Priority.ONE
        : account.priority();
  }

  /// What a taker was debited, discounted; 0 if it was never active.
  public long debits(MemberId taker) {
    Account account = accounts.get(taker);
    return account == null ? 0 : account.debits();
  }

  /// What a taker was debited of late, in per cent of what it would be if everybody got what it is
  /// entitled to.
  public long percentOfFairShare(MemberId taker) {
    BigInteger all = sum(Account::debits);
    Account account = accounts.get(taker);
    return account == null || all.signum() == 0
        ? PERCENT
        : BigInteger.valueOf(account.debits())
            .multiply(BigInteger.valueOf(PERCENT))
            .multiply(sum(Account::entitlement))
            .divide(all.multiply(BigInteger.valueOf(account.entitlement())))
            .longValueExact();
  }

  /// What a taker is entitled to, in per cent of what all takers are.
  public long entitledPercent(MemberId taker) {
    Account account = accounts.get(taker);
    return account == null
        ? 0
        : BigInteger.valueOf(account.entitlement())
            .multiply(BigInteger.valueOf(PERCENT))
            .divide(sum(Account::entitlement))
            .longValueExact();
  }

  private BigInteger sum(ToLongFunction<Account> of) {
    return accounts.values().stream()
        .map(account -> BigInteger.valueOf(of.applyAsLong(account)))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /// Where a taker stands, for people.
  ///
  /// @param before the settlement of a week before
  public String sentence(MemberId taker, Settlement before) {
    if (!comparable || epochs < FIRST_EPOCHS) {
      return "There are too few days or takers to compare: everybody's bids count x1.00.";
    }
    return "Of late you got %d %% of your fair share of contested food; today your bids count x%s (x%s a week ago)."
        .formatted(percentOfFairShare(taker), priority(taker), before.priority(taker));
  }

  /// After one more epoch.
  public Settlement after(Epoch epoch) {
    var next = new TreeMap<MemberId, Account>();
    accounts.forEach((taker, a) ->
        next.put(taker, new Account(kept(a.debits()), a.priority(), epoch.entitlement(taker))));
    epoch
        .debits()
        .forEach((taker, debit) ->
            next.computeIfPresent(taker, (_, a) -> a.debited(sum(a.debits(), debit))));
    welcome(epoch, next);
    long handed = sum(kept(handedOver), epoch.handedOver());
    boolean enough = epoch.active().size() >= LEAST_ACTIVE;
    if (enough && epochs + 1 >= FIRST_EPOCHS) {
      compare(epoch, new Sums(epoch, next, handed / PART_OF_HANDED_OVER), next);
    }
    return new Settlement(epochs + 1, handed, next, enough, epoch.kitchens());
  }

  /// The sum of two amounts, or the greatest that there is: a giver may enter debits as great as it
  /// likes, and nobody else must be kept from reckoning by them.
  static long sum(long one, long other) {
    return atMost(BigInteger.valueOf(one).add(BigInteger.valueOf(other)));
  }

  private static long atMost(BigInteger amount) {
    return amount.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  private static long kept(long amount) {
    return BigInteger.valueOf(amount)
        .multiply(BigInteger.valueOf(KEPT_PERCENT))
        .divide(BigInteger.valueOf(PERCENT))
        .longValueExact();
  }

  /// Newcomers begin with as much debited as is their share, so that they neither storm in nor
  /// wait.
  private static void welcome(Epoch epoch, SortedMap<MemberId, Account> accounts) {
    BigInteger known = BigInteger.ZERO;
    BigInteger entitled = BigInteger.ZERO;
    for (MemberId taker : epoch.active()) {
      Account account = accounts.get(taker);
      if (account != null) {
        known = known.add(BigInteger.valueOf(account.debits()));
        entitled = entitled.add(BigInteger.valueOf(epoch.entitlement(taker)));
      }
    }
    var begun = new TreeMap<MemberId, Account>();
    for (MemberId taker : epoch.active()) {
      if (!accounts.containsKey(taker)) {
        long share =
            entitled.signum() == 0
                ? epoch.debits().getOrDefault(taker, 0L)
                : atMost(
                    known.multiply(BigInteger.valueOf(epoch.entitlement(taker))).divide(entitled));
        begun.put(taker, new Account(share, Priority.ONE, epoch.entitlement(taker)));
      }
    }
    accounts.putAll(begun);
  }

  /// Sums over the active.
  ///
  /// @param epoch the epoch
  /// @param entitlements all together
  /// @param denominator all debits and the part of what was handed over
  /// @param part that part
  private record Sums(
      Epoch epoch, BigInteger entitlements, BigInteger denominator, BigInteger part) {
    Sums(Epoch epoch, Map<MemberId, Account> accounts, long part) {
      this(
          epoch,
          epoch.allEntitled(),
          epoch.active().stream()
              .map(taker -> BigInteger.valueOf(account(accounts, taker).debits()))
              .reduce(BigInteger.valueOf(part), BigInteger::add),
          BigInteger.valueOf(part));
    }

    /// The logarithm of entitlement over share; 0 if there is no share yet.
    long log(MemberId taker, Account account) {
      BigInteger entitlement = BigInteger.valueOf(epoch.entitlement(taker));
      BigInteger below =
          BigInteger.valueOf(account.debits())
              .multiply(entitlements)
              .add(part.multiply(entitlement));
      return below.signum() == 0 || denominator.signum() == 0
          ? 0
          : Priority.log(entitlement.multiply(denominator), below);
    }
  }

  private static void compare(Epoch epoch, Sums sums, SortedMap<MemberId, Account> accounts) {
    var logs = new TreeMap<MemberId, Long>();
    for (MemberId taker : epoch.active()) {
      Account account = account(accounts, taker);
      long moved =
          Math.floorDiv((long) account.priority().log() * REMEMBERED, TENTHS)
              + Math.floorDiv(sums.log(taker, account) * LEARNT, TENTHS);
      logs.put(taker, (long) Priority.clamped(moved).log());
    }
    long mean = Math.floorDiv(logs.values().stream().mapToLong(Long::longValue).sum(), logs.size());
    logs.forEach((taker, log) -> {
      Account account = account(accounts, taker);
      accounts.put(
          taker,
          new Account(account.debits(), Priority.clamped(log - mean), account.entitlement()));
    });
  }

  private static Account account(Map<MemberId, Account> accounts, MemberId taker) {
    Account account = accounts.get(taker);
    if (account == null) {
      throw new IllegalStateException("an active taker without an account: " + taker);
    }
    return account;
  }
}
