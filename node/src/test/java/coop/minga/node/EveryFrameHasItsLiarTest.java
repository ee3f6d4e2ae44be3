package coop.minga.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import coop.minga.node.peering.FrameKind;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The stories with a lying peer, counted: no kind of frame is without one.
class EveryFrameHasItsLiarTest {
  @Test
  void everyKindOfFrameIsLiedInByAStory() {
    Set<FrameKind> untold = EnumSet.allOf(FrameKind.class);
    stories()
        .forEach(
            story -> untold.removeAll(Set.of(story.getAnnotationOfType(LiesIn.class).value())));
    assertEquals(
        Set.of(),
        untold,
        "these kinds of frame have no story with a lying peer. Write a test in which a peer lies in"
            + " one (exchange.ANeighbourWhoLiesTest, peering.ALiarOnTheWireTest show how), and mark"
            + " it @LiesIn(FrameKind.THAT_KIND)");
  }

  @Test
  void everyStoryIsRun() {
    assertEquals(
        Set.of(),
        Set.copyOf(
            stories()
                .filter(story -> !story.isAnnotatedWith(Test.class))
                .map(JavaMethod::getFullName)
                .toList()),
        "@LiesIn stands on tests only");
  }

  private static Stream<JavaMethod> stories() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("coop.minga.node")
            .stream()
            .map(JavaClass::getMethods)
            .flatMap(Set::stream)
            .filter(method -> method.isAnnotatedWith(LiesIn.class));
  }
}
