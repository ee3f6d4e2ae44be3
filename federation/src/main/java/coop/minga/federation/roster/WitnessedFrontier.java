package coop.minga.federation.roster;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.ledger.Checkpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// How far a member saw everybody's ledgers witnessed.
///
/// @param roster the newest roster that it knew, by hash
/// @param ledgers each member's largest witnessed checkpoint, by name
public record WitnessedFrontier(Hash roster, SortedMap<MemberId, Checkpoint> ledgers) {
  private static final String DOMAIN = "minga/frontier/v1";

  /// Copies.
  public WitnessedFrontier {
    ledgers = Collections.unmodifiableSortedMap(new TreeMap<>(ledgers));
  }

  /// What a SEEN entry says.
  public Hash hash() {
    var parts = new ArrayList<Bytes>();
    parts.add(Bytes.utf8(DOMAIN));
    parts.add(roster.value());
    ledgers.values().forEach(checkpoint -> parts.add(Bytes.utf8(checkpoint.text())));
    return Hash.sha256(Pae.encode(parts));
  }
}
