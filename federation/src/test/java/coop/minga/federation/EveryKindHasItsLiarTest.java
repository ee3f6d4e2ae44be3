package coop.minga.federation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import coop.minga.federation.ledger.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The stories with a liar, counted: no kind of entry is without one.
class EveryKindHasItsLiarTest {
  @Test
  void everyKindOfEntryIsLiedInByAStory() {
    Set<Kind> untold = EnumSet.allOf(Kind.class);
    stories()
        .map(each -> each.getAnnotationOfType(LiesIn.class).value())
        .forEach(kinds -> untold.removeAll(Set.of(kinds)));
    assertEquals(
        Set.of(),
        untold,
        "these kinds of entry have no story with a liar. Write a test in which a named member says"
            + " something false in one and is refused, outvoted or found out"
            + " (negotiation.AGiverWhoMisbehavesTest, ATakerWhoLiesTest, learning.ALyingMemberTest,"
            + " audit.AMemberWhoLiesTest show how), and mark it @LiesIn(Kind.THAT_KIND)");
  }

  @Test
  void everyStoryIsATest() {
    assertEquals(
        List.of(),
        stories()
            .filter(story -> !story.isAnnotatedWith(Test.class))
            .map(JavaMethod::getFullName)
            .toList());
  }

  private static Stream<JavaMethod> stories() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("coop.minga.federation")
            .stream()
            .map(JavaClass::getMethods)
            .flatMap(Set::stream)
            .filter(method -> method.isAnnotatedWith(LiesIn.class));
  }
}
