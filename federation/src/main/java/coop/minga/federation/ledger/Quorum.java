package coop.minga.federation.ledger;

/// How many of a federation's members make something sure (n members, one vote each).
///
/// With two or three members no liar can be borne: [#tolerated] is 0.
///
/// @param members n, 1 to [#MAX_MEMBERS]
public record Quorum(int members) {
  /// Members of which every one mirrors every other.
  public static final int MAX_MEMBERS = 64;

  /// Checks the number.
  public Quorum {
    if (members < 1 || members > MAX_MEMBERS) {
      throw new IllegalArgumentException(
          "a federation has 1 to " + MAX_MEMBERS + " members, not " + members);
    }
  }

  /// f: how many may lie.
  public int tolerated() {
    return (members - 1) / 3;
  }

  /// q: how many stand by a witnessed checkpoint, its owner among them.
  public int witnesses() {
    return (members + tolerated()) / 2 + 1;
  }

  /// How many mirrors must cosign beside the owner: q - 1.
  public int cosignatures() {
    return witnesses() - 1;
  }

  /// How many others must retire a ledger before its owner may begin a successor: q, or all of them
  /// where there are not so many. At least f + 1 of them have cosigned whatever was witnessed.
  public int retiring() {
    return Math.min(witnesses(), members - 1);
  }

  /// Q: how many decide. Any two such sets share more than f members.
  public int deciding() {
    return 2 * members / 3 + 1;
  }

  /// d: how many keep something from ever being decided: n - Q + 1.
  public int blocking() {
    return members - deciding() + 1;
  }
}
