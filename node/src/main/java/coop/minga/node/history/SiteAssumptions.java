package coop.minga.node.history;

import java.time.DayOfWeek;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Completes sites. The open days are those on which the site sold in its last eight weeks. A place
/// is never assumed.
final class SiteAssumptions {
  static final String KIND = "shop";

  private final Assumed assumed = new Assumed();
  private final Map<String, Map<DayOfWeek, Long>> opened;

  private SiteAssumptions(Map<String, Map<DayOfWeek, Long>> opened) {
    this.opened = opened;
  }

  static MasterReader.Completed<Site> complete(
      Collection<SiteFacts> all, Map<String, Map<DayOfWeek, Long>> opened) {
    SiteAssumptions assumptions = new SiteAssumptions(opened);
    List<Site> known = all.stream().map(assumptions::site).toList();
    return new MasterReader.Completed<>(known, assumptions.assumed.all());
  }

  private Site site(SiteFacts facts) {
    return new Site(
        facts.site(),
        facts.gln(),
        facts.name().orElse(facts.site()),
        facts.place(),
        facts.openDays().orElseGet(() -> openDays(facts.site())),
        facts.kind().orElse(KIND));
  }

  private Set<DayOfWeek> openDays(String site) {
    Map<DayOfWeek, Long> seen = opened.getOrDefault(site, Map.of());
    if (seen.isEmpty()) {
      assumed.note("open days", "daily", "named default", site);
      return EnumSet.allOf(DayOfWeek.class);
    }
    EnumSet<DayOfWeek> days = EnumSet.copyOf(seen.keySet());
    assumed.note("open days", OpenDays.write(days), "its sales of eight weeks", site);
    return days;
  }
}
