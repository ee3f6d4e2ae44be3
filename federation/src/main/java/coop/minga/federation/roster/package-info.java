/// Who belongs, by which rules: the charter that all founders signed, and what follows from it.
///
/// The charter's hash is the federation id, which is on paper for auditors. Words: a *card* is what
/// a member shows of itself; its *root key* is the organisation's own and signs the charter; its
/// other keys are the node's.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.roster;
