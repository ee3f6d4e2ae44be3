/// The node's one thread, and what it may do to the world.
///
/// ```
/// peers --frames--> NodeLoop --entries--> desks (market, rounds)
///                      ^                     | enter, note, tell, fetch, work
///                      |                     v
///                 timers, operator        staged; then, at the end of the batch and in this order:
///                                         told bids kept, book and ledger appended and synced,
///                                         checkpoints signed, only then peers told
/// ```
///
/// A node may die between any two steps: whatever was told is on disk, and a start folds the disk
/// through the same desks. Nothing here decides who gets what: desks ask the core.
@org.jspecify.annotations.NullMarked
package coop.minga.node.exchange;
