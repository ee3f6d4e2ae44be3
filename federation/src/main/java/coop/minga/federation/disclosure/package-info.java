/// What an entry says without showing it, and to whom it is shown.
///
/// An entry stands in every member's mirror for good. What is personal or sensitive in it is
/// therefore not in it: in its place stands a *commitment*, a salted hash, and what was committed
/// to is *opened* to those whom it concerns, over their own session, and to auditors, by the
/// giver's leave. An *opening* is a field's salt and value; whoever has it can check it against the
/// entry.
///
/// ```
/// value --salt--> Commitment in the entry            (every member, for good)
///           \---> FieldOpening, kept apart            (the author, until it is erased)
///                   \---> a taker, an auditor         (theirs from then on: openings can be passed on)
/// ```
///
/// To *erase* is to delete salts and values. The ledger stays what it was, and verifiable; what it
/// hid cannot be found out from it any more, not even by trying every possible value, since nobody
/// knows the salt. What was opened to others before is theirs and cannot be called back.
///
/// That an auditor was let in, what was served to it and what was opened to whom are entries, too
/// ([DisclosureStatement][coop.minga.federation.disclosure.DisclosureStatement]).
@org.jspecify.annotations.NullMarked
package coop.minga.federation.disclosure;
