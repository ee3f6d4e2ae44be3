/// Who is told when something goes wrong, and what happens if nobody answers.
///
/// Stafford Beer's rule for Cybersyn (Chile, 1971 to 1973; "Brain of the Firm", 2nd edition, 1981,
/// part four): a variation is told first to those whom it concerns. They have a *recovery time*
/// which they set themselves; only what they could not mend in it is told to the level above.
///
/// ```
/// SHOP --recovery time over, or passed up--> ORGANISATION --the same--> PEERS --plate time--> over
///   \-- mended, or not real ------------------/------------------------/----------------> over
/// ```
///
/// A recovery time is never longer than what is left until the food concerned must be on a plate,
/// and each level leaves two thirds of that to those above it:
/// [Recovery][coop.minga.federation.alert.Recovery]. Whoever acknowledges an alert is not rung for
/// it again; the clock goes on, since seeing is not mending.
///
/// The first two levels are one member's own affair and in no ledger. Peers are told by an entry
/// ([Raised][coop.minga.federation.alert.Raised]) that says what kind of food, about how much and
/// about where, and until when, and not what was sold. They answer by entries of their own; its
/// author says by another what came of it. Anybody can check that it climbed no sooner than it says
/// its levels had time for ([Calls][coop.minga.federation.alert.Calls]).
@org.jspecify.annotations.NullMarked
package coop.minga.federation.alert;
