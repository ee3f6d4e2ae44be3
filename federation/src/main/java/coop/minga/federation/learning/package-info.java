/// Learning together: one sum of masked updates per epoch, which everyone recomputes bit for bit
/// and in which nobody sees anybody's share.
///
/// Words: an *epoch* is one common step of the model; its *cohort* is who was drawn to train, c of
/// them; an *attempt* is one try at the sum; its *circle* is who takes part in it; its *closed set*
/// is whose vectors are summed. t = c - floor(c/3) is how many must say a thing alike, and how many
/// shares give a secret back; it never shrinks. f = 2t - c - 1 may lie. *Coordinators*, in an order
/// drawn by hash, speak first and step in for one another; none holds a secret or is given trust.
/// [Round][coop.minga.federation.learning.Round] is one epoch at one node.
///
/// ```
/// Propose   an attempt begins
/// Advert    fresh keys, and hashes of all that will be dealt          (each member)
/// Deal      these take part; my secrets, in shares, sealed to each    (t alike: the circle)
/// Masked    my vector, under my own mask and a mask with each other   (each member)
/// Freeze    these vectors are summed; I hold them all                 (t alike: the closed set)
/// Release   the shares that open this one sum        or   Abandon     (the first word counts)
/// Expose    the mask shared with a dealer whose shares are of no use  (only if there is one)
/// Result    what the sum comes to                                     (t alike: the version)
/// ```
///
/// Every step is an entry in its author's ledger. Who is silent at any of them costs nothing while
/// t are left: who never dealt or masked is left out and its masks are recovered, who masked is in
/// the sum. If t do not come together the attempt is abandoned and, once t have sworn it off, tried
/// again with fresh keys; or the epoch has no result and says so.
///
/// Above thirty-two members, or as many as the rules say, an epoch has several cohorts
/// ([Cohorts][coop.minga.federation.learning.Cohorts]), each with a sum of its own; which of them
/// have a result is decided ([EpochSet][coop.minga.federation.learning.EpochSet]), and what they
/// come to together is [RobustMean][coop.minga.federation.learning.RobustMean]'s. All that is one
/// [Epoch][coop.minga.federation.learning.Epoch] at one node, which follows the rounds of all.
///
/// ## Why at most one sum of an epoch is ever opened
///
/// 1. A member gives back its shares of an attempt (Release) only if t said one set alike, of each
///    of the circle one of two things: for who is in the set the own mask, for who is not the pair
///    key. So of nobody both come back, and a vector that is not in the set stays under its own
///    mask.
/// 2. It swears an attempt off (Abandon) only while it has seen no such set, and takes part in the
///    next only after that. Of the two words it says one.
/// 3. A sum takes t members' shares; a later attempt takes t members' Abandon. The two share more
///    than f members, so one who is honest, and it said one of them.
///
/// ## Why a liar is found out
///
/// Whatever will be dealt is committed to by hash beforehand: a share given back counts only if it
/// is the one dealt ([Fault#WRONG_SHARE][coop.minga.federation.learning.Fault]), and a secret only
/// if t shares give what was committed to *and* all other shares with it, so that it does not
/// depend on which t ([Fault#WRONG_DEAL][coop.minga.federation.learning.Fault]). The masks of a
/// dealer who lied are shown by whom it shares them with (it knows them anyway), and the sum is
/// found without it. [Certificates][coop.minga.federation.learning.Certificates] recomputes all
/// that from ledgers alone.
///
/// ## What a member still learns
///
/// The sum; its own update and so the sum of the others; who took part, when, and who fell silent.
/// All members but one together learn that one's update: it is what the sum is without theirs. Sums
/// of different epochs with different members can be subtracted; only noise covers that, whose cost
/// [Privacy][coop.minga.federation.learning.Privacy] counts. A vector within bounds that is meant
/// to do harm does not show; a sum that clipped vectors cannot make gives no result, and whose
/// vector it was [Suspicion][coop.minga.federation.learning.Suspicion] finds out in groups. Masks
/// rest on X25519 and are not post-quantum. Who can starve an epoch chooses between two seeds for
/// the next: one bit.
///
/// The package makes no keys, throws no dice, reads no clock.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.learning;
