package coop.minga.federation.audit;

/// So many of something, in words.
public final class Counted {
  private Counted() {}

  /// "1 member", "4 members".
  public static String members(long count) {
    return of(count, "member", "members");
  }

  /// "1 founder", "4 founders".
  public static String founders(long count) {
    return of(count, "founder", "founders");
  }

  /// "1 entry", "4 entries".
  public static String entries(long count) {
    return of(count, "entry", "entries");
  }

  /// "1 change", "4 changes".
  public static String changes(long count) {
    return of(count, "change", "changes");
  }

  private static String of(long count, String one, String more) {
    return count + " " + (count == 1 ? one : more);
  }
}
