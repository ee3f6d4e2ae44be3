/// Who gets which lot: each giver's own ascending auction, each taker's own bids, the awards and
/// what they came to. No planner, no common clock, no money.
///
/// *Points* are what bids are made in, per kg; *bid step* is the least by which a bid must pass
/// another; *soft close*: no new bidder, unless the price was cut at the closing time: then anybody
/// may bid, and displace what is held; *hard close*: no bid at all; *standby*: who was displaced,
/// in order; *session*: the lots of one giver that close together.
///
/// The giver's side is a [Stall][coop.minga.federation.negotiation.Stall] of
/// [LotAuction][coop.minga.federation.negotiation.LotAuction]s, the taker's a
/// [Bidder][coop.minga.federation.negotiation.Bidder]. Both change *only* by what has been entered,
/// by themselves or by others ([Event.Heard][coop.minga.federation.negotiation.Event.Heard]); time
/// alone changes nothing, it only makes statements due. So a node that restarts and an auditor fold
/// the same entries ([Replay][coop.minga.federation.negotiation.Replay]), and a crash between two
/// entries loses nothing: what is still due is asked for again.
///
/// A lot: OPEN -> CLOSED -> each award OPEN -> ACCEPTED | DECLINED | LAPSED; ACCEPTED -> PICKED_UP
/// | NO_SHOW; PICKED_UP -> RECEIVED; then DEBITED. Units that come free, at the close or by any of
/// these, are awarded to the standby or expire, by an entry that names what freed them: awarded and
/// remaining are the offered, at every entry. What expired goes to another outlet of the giver's
/// ([Elsewhere][coop.minga.federation.negotiation.Elsewhere]). Until the first award a taker may be
/// ruled out for the sake of safety ([RuleOut][coop.minga.federation.negotiation.RuleOut]).
///
/// Who drives once a day ([Trip][coop.minga.federation.negotiation.Trip]) answers awards later, and
/// declines those whose stops do not fit ([Stops][coop.minga.federation.negotiation.Stops]).
///
/// Sources: D. Bertsekas, "The auction algorithm", Annals of Operations Research 14, 1988 (bids
/// with a bid step, held bids, complementary slackness); P. Milgrom, "Assignment messages and
/// exchanges", AEJ Microeconomics 1, 2009 (laminar demand keeps substitutes strong). We differ:
/// each giver runs its own auction and prices are learnt from its replies; a bid jumps only over
/// others' bids, and not where a capacity binds.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.negotiation;
