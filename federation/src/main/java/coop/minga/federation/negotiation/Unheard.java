package coop.minga.federation.negotiation;

import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.LotName;
import java.time.Instant;

/// A bid that was made in time and that its giver never answered, though it would have had to, were
/// it but to refuse.
///
/// It proves nothing: it may never have arrived. A taker says a bid again until it is answered, no
/// longer binds, or the taker has heard of the close, so that one who could not reach an honest
/// giver until then leaves such a bid, too. But a giver that takes no notice of somebody has one
/// for each of that taker's bids.
///
/// @param bid its entry
/// @param offer the lot's
/// @param lot it was for
/// @param taker who made it
/// @param until when it stopped to bind by itself
public record Unheard(EntryId bid, EntryId offer, LotName lot, Party taker, Instant until) {}
