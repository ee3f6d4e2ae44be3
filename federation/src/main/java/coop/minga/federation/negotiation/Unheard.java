package coop.minga.federation.negotiation;

import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.LotName;
import java.time.Instant;

/// A bid that was made in time and that its giver never answered, though it would have had to, were
/// it but to refuse.
///
/// It proves nothing: it may never have arrived. A taker says a bid again until it is answered or
/// no longer binds, also after the close, and its giver answers it then, too, were it but that bids
/// are taken no more. So an honest giver leaves such a bid only if its taker could not reach it
/// until then, or if it does not deal with that member, of which it holds a proof of fault. A giver
/// that takes no notice of somebody has one for each of that taker's bids.
///
/// @param bid its entry
/// @param offer the lot's
/// @param lot it was for
/// @param taker who made it
/// @param until when it stopped to bind by itself
public record Unheard(EntryId bid, EntryId offer, LotName lot, Party taker, Instant until) {}
