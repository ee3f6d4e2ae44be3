package coop.minga.node.history;

import java.time.DayOfWeek;
import java.util.Optional;
import java.util.Set;

/// What the files tell of a site.
record SiteFacts(
    String site,
    Optional<String> gln,
    Optional<String> name,
    Optional<Place> place,
    Optional<Set<DayOfWeek>> openDays,
    Optional<String> kind) {}
