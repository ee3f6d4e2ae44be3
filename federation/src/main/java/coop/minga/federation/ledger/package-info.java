/// The one primitive: a member's append-only Merkle ledger, and the mirrors that witness it.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.ledger;
