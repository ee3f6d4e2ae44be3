package coop.minga.node;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ShellHoldsTheLinesTest {
  private final JavaClasses shell =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("coop.minga.node");

  @Test
  void packagesDoNotGoInCircles() {
    slices().matching("coop.minga.node.(*)..").should().beFreeOfCycles().check(shell);
  }

  @Test
  void onlyPeeringSeesGeneratedMessagesAndStubs() {
    noClasses()
        .that()
        .resideOutsideOfPackage("coop.minga.node.peering..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "coop.minga.proto..", "com.google.protobuf..", "io.grpc..", "io.netty.."))
        .check(shell);
  }

  @Test
  void onlyForecastSeesTensors() {
    noClasses()
        .that()
        .resideOutsideOfPackage("coop.minga.node.forecast..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("ai.djl.."))
        .check(shell);
  }

  @Test
  void onlyKeysAndPeeringSeeBouncyCastle() {
    noClasses()
        .that()
        .resideOutsideOfPackages("coop.minga.node.keys..", "coop.minga.node.peering..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.bouncycastle..", "org.conscrypt.."))
        .check(shell);
  }

  @Test
  void theShellDoesNotKnowTheBench() {
    noClasses().should().dependOnClassesThat(resideInAnyPackage("coop.minga.bench..")).check(shell);
  }

  @Test
  void nothingIsNamedAfterNothing() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("coop.minga..")
                .and(
                    simpleNameEndingWith("Impl")
                        .or(simpleNameEndingWith("Manager"))
                        .or(simpleNameEndingWith("Util"))
                        .or(simpleNameEndingWith("Helper"))))
        .check(shell);
  }
}
