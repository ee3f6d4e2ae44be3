package coop.minga.federation.alert;

/// What members say to each other of alerts.
public sealed interface AlertStatement permits Raised, Answered, Over {}
