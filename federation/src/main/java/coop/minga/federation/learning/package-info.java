/// Learning together: one sum of masked updates per epoch, which everyone recomputes bit for bit
/// and in which nobody sees anybody's share.
///
/// Words: an *epoch* is one common step of the model; an *attempt* is one set of members that tries
/// it; its *coordinator* is timekeeper and relay, drawn by hash, holds no secret and is given no
/// trust. [Round][coop.minga.federation.learning.Round] is one epoch at one node.
///
/// ```
/// Propose -> Advert (all) -> Masked (all) -> Freeze -> Result (all)
///    |          |               |              |
///    +----------+-- Abandon ----+              +-- nobody gives up who has seen it
///                      |
///                      +-> the next Propose, without the absent, with fresh keys
///                      +-> Result "nothing", if too few are left or it would not be safe
/// ```
///
/// ## Why no two sums of overlapping sets are opened
///
/// Two such sums can be subtracted, and what is left may be one member's update. In this version a
/// sum is opened by whoever holds the vectors of *all* members of an attempt, so the rules are
/// about who gets them when. They hold for members who keep to them and are curious about what they
/// see.
///
/// 1. A member's vector goes to its coordinator alone until the set is closed, and not after the
///    member gave the attempt up. Only the coordinator can hold a whole set before its freeze.
/// 2. A coordinator says one word, freeze or abandon, and abandons only while it lacks a vector;
///    one that comes later is thrown away unread. After a crash it asks its own store before it
///    speaks.
/// 3. A member who has seen the freeze never gives the attempt up; one who gave it up does not act
///    on the freeze. Coordinator, takers and those who gave up open only after another member's
///    result.
/// 4. So an attempt is *surely dead* if its coordinator abandoned it, or if a member abandoned it
///    before masking. If instead everyone but a silent coordinator gave it up, the coordinator
///    alone may hold its sum.
/// 5. A member joins a new attempt only when each earlier one it joined is surely dead; or, after a
///    silent coordinator, if the new set is exactly the old one without that coordinator, who then
///    learns nothing by subtracting but its own update. Nothing follows such an attempt: with a
///    third set the coordinator could subtract. Then the epoch has no result.
/// 6. Every attempt has more than half of the cohort as drawn (and the charter's minimum), so any
///    two share a member, who is in one at a time.
///
/// What is given up for this: a member that falls silent between the freeze and its own relaying
/// costs nothing, but one coordinator that falls silent with everything in hand, and one more
/// member in the attempt after, cost the epoch.
///
/// ## What a curious member still learns
///
/// The sum; its own update and so the sum of the others; who took part, when, and that a member
/// fell silent. All members but one together learn that one's update: it is what the sum is without
/// theirs. Sums of different epochs with different members can be subtracted; only noise, which
/// this version does not have, covers that. Masks rest on X25519 and are not post-quantum.
///
/// A *lying* member can spoil an epoch (a vector out of bounds shows and gives no result; one
/// within bounds does not show), and a lying coordinator that also holds everything and says it
/// does not can learn what an absent member's update was. Certificates, commitments and secret
/// sharing are for that, and are not here yet.
///
/// The package makes no keys, throws no dice, reads no clock. Rounding is drawn from the epoch's
/// seed and the member's name, so that an update encodes alike in every attempt.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.learning;
