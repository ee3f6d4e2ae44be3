package coop.minga.federation.disclosure;

/// What an entry says of who was shown what.
public sealed interface DisclosureStatement permits Appointed, Served, Opened {}
