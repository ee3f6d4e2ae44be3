package coop.minga.federation;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoreHoldsTheLinesTest {
  private static final Set<String> ALLOWED_IO =
      Set.of(
          "java.io.ByteArrayOutputStream",
          "java.io.ByteArrayInputStream",
          "java.io.OutputStream",
          "java.io.InputStream",
          "java.io.Serializable");

  /// Classes that would bring the world, time, threads, randomness or new keys into the core.
  private static final DescribedPredicate<JavaClass> WORLD =
      describe(
          "the world: I/O, clocks, threads, randomness, key generation, providers",
          type -> {
            String name = type.getName();
            String pack = type.getPackageName();
            return (pack.equals("java.io")
                    && !ALLOWED_IO.contains(name)
                    && !name.endsWith("Exception"))
                || pack.startsWith("java.nio.file")
                || pack.startsWith("java.nio.channels")
                || pack.startsWith("java.net")
                || pack.startsWith("java.sql")
                || pack.startsWith("java.util.random")
                || pack.startsWith("org.bouncycastle")
                || pack.startsWith("io.grpc")
                || pack.startsWith("org.slf4j")
                || name.equals("java.time.Clock")
                || name.equals("java.time.InstantSource")
                || name.equals("java.lang.Thread")
                || name.equals("java.util.Random")
                || name.equals("java.util.SplittableRandom")
                || name.equals("java.util.Timer")
                || name.equals("java.security.SecureRandom")
                || name.equals("java.security.KeyPairGenerator")
                || name.equals("javax.crypto.KeyGenerator")
                || name.startsWith("java.util.concurrent.Executor")
                || name.startsWith("java.util.concurrent.CompletableFuture");
          });

  private static final DescribedPredicate<JavaAccess<?>> READS_A_CLOCK =
      describe(
          "a call that reads a clock or throws dice",
          access -> {
            String owner = access.getTargetOwner().getName();
            String method = access.getTarget().getName();
            return (owner.startsWith("java.time.") && method.equals("now"))
                || (owner.equals("java.lang.System")
                    && Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty")
                        .contains(method))
                || (owner.equals("java.lang.Math") && method.equals("random"))
                || (owner.equals("java.util.UUID") && method.equals("randomUUID"))
                || (owner.equals("java.util.Collections") && method.equals("shuffle"));
          });

  private static final ArchRule NO_WORLD =
      noClasses().should().dependOnClassesThat(WORLD).because("an auditor replays the core");

  private static final ArchRule NO_CLOCK =
      noClasses().should().accessTargetWhere(READS_A_CLOCK).because("time arrives inside events");

  private final JavaClasses core =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("coop.minga.federation");

  @Test
  void theCoreHasNoWorld() {
    NO_WORLD.check(core);
  }

  @Test
  void theCoreHasNoClock() {
    NO_CLOCK.check(core);
  }

  @Test
  void packagesDoNotGoInCircles() {
    slices().matching("coop.minga.federation.(*)..").should().beFreeOfCycles().check(core);
  }

  @Test
  void onlyWireSeesGeneratedMessages() {
    noClasses()
        .that()
        .resideOutsideOfPackage("coop.minga.federation.wire..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("coop.minga.proto..", "com.google.protobuf.."))
        .check(core);
  }

  @Test
  void theCoreDoesNotKnowTheShell() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("coop.minga.node..", "coop.minga.bench.."))
        .check(core);
  }

  @Test
  void aPlantedClockIsFound() {
    JavaClasses planted = new ClassFileImporter().importClasses(PlantedClock.class);
    assertThrows(AssertionError.class, () -> NO_CLOCK.check(planted));
    assertThrows(AssertionError.class, () -> NO_WORLD.check(planted));
  }

  /// A fault, planted.
  static final class PlantedClock {
    private final Thread thread = Thread.currentThread();

    Instant now() {
      return Instant.ofEpochMilli(System.currentTimeMillis() + thread.threadId());
    }
  }
}
