package coop.minga.federation.sim;

import coop.minga.federation.disclosure.About;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;

/// How members of a world write entries.
public interface Hand {
  /// Quick and unsigned, for worlds whose entries never leave them.
  Hand PLAIN =
      new Hand() {
        @Override
        public EntryId idOf(MemberId author, Said asSaid) {
          Said said = Hand.shown(author, asSaid);
          return new EntryId(
              Hash.sha256(
                  Pae.encode(
                      "sim",
                      Bytes.utf8(author.name()),
                      Pae.number(Statements.kindOf(said).code()),
                      Statements.encode(said))));
        }

        @Override
        public Hash leafOf(MemberId author, Said said) {
          return MerkleTree.leafHash(idOf(author, said).hash().value());
        }
      };

  /// What stands in the ledger: of an offer that names a roster its notice.
  private static Said shown(MemberId author, Said said) {
    if (!(said instanceof Said.OfSurplus(Offer offer)) || offer.roster().isEmpty()) {
      return said;
    }
    var about = new About(offer.roster().get(), author, offer.lot().name());
    return new Said.OfSurplus(Notice.cover(about, offer, about.federation()::value).notice());
  }

  /// The entry's name.
  EntryId idOf(MemberId author, Said said);

  /// Its hash as a leaf.
  Hash leafOf(MemberId author, Said said);
}
