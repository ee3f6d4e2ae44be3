package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/// What learning together must withstand, each with the stories in which somebody tries it. A story
/// that is renamed or gone without another in its place shows here.
class TheAttacksOnLearningTest {
  private static final String CORE = "coop.minga.federation.learning.";
  private static final String LIAR = CORE + "ALyingMemberTest#";
  private static final String SILENT = CORE + "ASilentMemberTest#";
  private static final String COLLUDERS = CORE + "WhatColludersSeeTest#";
  private static final String AUDIT = "coop.minga.federation.audit.AnEpochIsAuditedTest#";
  private static final String BLOBS = "coop.minga.node.peering.BlobsAreFetchedTest#";
  private static final String PIECES = "coop.minga.node.peering.BlobsInPiecesTest#";
  private static final String HOLDER = "coop.minga.federation.blob.AHolderWhoLiesTest#";

  /// @param stories `class#method`
  private record Attack(int number, String what, List<String> stories) {
    static Attack of(int number, String what, String... stories) {
      return new Attack(number, what, List.of(stories));
    }
  }

  private static final List<Attack> ATTACKS =
      List.of(
          Attack.of(
              1,
              "overlapping sets of shares are asked for",
              LIAR + "asksForTwoSetsAndOnlyTheFirstCounts",
              LIAR + "aSetOfTooFewIsSaidByNobodyElse"),
          Attack.of(
              2,
              "two sets or two words of one member, also across a crash",
              LIAR + "ofTwoWordsTheFirstCounts",
              SILENT + "aCrashAtAnyStepCostsNothingWhileTheSecretIsKept",
              "coop.minga.node.desk.ANeighbourhoodOfTwoCohortsTest"
                  + "#whoHelpedToDecideAnEpochFromOneVersionStartsAnewFromThatOne",
              AUDIT + "whoBindsItselfToResultsFromTwoVersionsOfOneEpochIsNamed"),
          Attack.of(
              3,
              "a swapped mask key",
              LIAR + "whoSwapsItsMaskKeyAndFallsSilentIsNamedAndTheSumOfTheOthersFound",
              LIAR + "whoSwapsItsMaskKeyAndGoesOnLeavesNobodyAVersion"),
          Attack.of(
              4,
              "a dealer whose shares are off the polynomial, of another secret or of a weak key",
              LIAR + "aDealerWhoseSharesLieOnNoPolynomialIsNamedAndTheSumOfTheOthersFound",
              LIAR + "aDealerThatCommitsToAnotherSecretIsNamedAndTheSumOfTheOthersFound",
              LIAR + "aDealerThatLiesAndThenFallsSilentIsNamedAndTheSumOfTheOthersFound",
              LIAR + "aKeyThatGivesNoSecretIsRefusedAndItsAuthorLeftOut"),
          Attack.of(
              5,
              "an altered vector or sum, a name without its vector",
              LIAR + "aSwappedVectorIsRefusedAndItsAuthorLeftOut",
              LIAR + "aVectorWithBitsToSpareIsRefusedAndItsAuthorNamed",
              LIAR + "aNameWithoutItsVectorIsLeftOut",
              LIAR + "whoeverSaysAnotherVersionIsNamedAndOutvoted",
              BLOBS + "oneWrongByteIsRefused",
              HOLDER + "aByteChangedAnywhereIsSeen",
              HOLDER + "aPieceOrAProofOfAnotherPlaceIsSeen",
              HOLDER + "aNameOfOneFormIsNeverTakenForOneOfTheOther",
              PIECES + "ofAHolderThatAltersOnePieceTheNextIsAskedFromThereOnOnly",
              PIECES + "aNameOfOneFormAskedAsTheOtherIsNotThere",
              PIECES + "twoBlobsUnderOneHashLieApartAndEachIsFetchedByItsName",
              "coop.minga.node.exchange.ANeighbourWhoLiesTest"
                  + "#whoSendsWhatANameDoesNotNameIsNamedInTheLog"),
          Attack.of(
              6,
              "as many as may fall silent do, in every step",
              SILENT + "whoeverFallsSilentAnyTimeTheSumOfTheOthersIsExact"),
          Attack.of(7, "one more than may does", SILENT + "oneTooFewEndsWithoutAResultAndSaysSo"),
          Attack.of(
              8,
              "words of another epoch, attempt or federation",
              LIAR + "entriesOfAnotherFederationOrEpochChangeNothing",
              LIAR + "anAdvertUnderAnotherAttemptsNumberDoesNotCount",
              LIAR + "whatWasDealtInOneAttemptOrFederationOpensInNoOther"),
          Attack.of(
              9,
              "a coordinator that wants a second sum",
              LIAR + "aCoordinatorThatWantsASecondSumAfterTheSetIsClosedGetsNone"),
          Attack.of(
              10,
              "the sum of all less that of all but one",
              CORE + "ANeighbourhoodThatFailsTest#everyEpochHasOneVersionOrNoneAndNobodyIsExposed",
              CORE + "SuspicionTest#noGroupDiffersFromAnotherByOneMemberOrTwo"),
          Attack.of(
              11,
              "a mask from a short seed or of a narrow range",
              COLLUDERS + "everyOneOfA256BitsChangesEverythingThatIsDrawnFromASecret",
              COLLUDERS + "everyOneOfA256BitsOfAKeyChangesTheStream",
              COLLUDERS + "theStreamHasTheFullRangeEvenly",
              CORE + "PublishedVectorsTest#streamsAsNistCtrAes256Does"),
          Attack.of(
              12,
              "colluders and the coordinator put together what they see",
              COLLUDERS + "theyGuessWhoseUpdateItWasNoBetterThanByTossingACoin",
              COLLUDERS + "noCentreThatTheyLearnTellsTheTwoApart"),
          Attack.of(
              13,
              "poison beyond the bounds and within",
              CORE + "PoisonersTest#whoGoesBeyondTheBoundsIsFoundOutAndTheOthersLoseOnlyTime",
              CORE + "PoisonersTest#withinTheBoundsHarmIsBoundedAndNobodyIsBlamed",
              CORE
                  + "ASpoilerTest"
                  + "#aThousandfoldUpdateIsTracedToItsMemberWhileTheOthersGoOnLearning"),
          Attack.of(
              14,
              "overflow, no number, huge and no weight",
              CORE + "MaskedSumTest#whatCannotBeEncodedIsRefused",
              CORE + "MaskedSumTest#theGreatestSumDoesNotWrapAndAGreaterOneIsSeen",
              CORE + "PoisonersTest#whoClaimsMoreWeightThanItHasIsSeenWhereAllCountAlike"),
          Attack.of(
              15,
              "a part of the seed kept back, chosen afterwards, or a seed made up",
              LIAR + "whoeverKeepsItsSeedPartBackAfterTheOthersShowedTheirsChangesNothing",
              LIAR + "aPartOfTheSeedThatDoesNotFitIsLeftOutOfTheSeedOnly",
              AUDIT + "aSeedThatTheSharesDoNotGiveIsRefuted"),
          Attack.of(
              16,
              "a member that was removed goes on",
              CORE + "ARevokedMemberTest#whoWasTakenOutAndGoesOnIsInNoCircleAndNoSum"),
          Attack.of(
              17,
              "a vector said to have a gibibyte, a stream that stands still, tiny pieces",
              BLOBS + "aBlobThatIsSaidToHaveAGibibyteIsRefusedAtItsFirstPiece",
              BLOBS + "aFetchThatStandsStillIsGivenUp",
              BLOBS + "tenThousandTinyPiecesAreRefusedAtTheFirst",
              HOLDER + "aSizeThatIsNotTheBlobsIsSeen",
              PIECES + "aBlobThatIsSaidToHaveAGibibyteIsRefusedAtItsFirstPiece",
              PIECES + "aSizeThatIsNotTheBlobsIsRefusedAtItsFirstPiece",
              PIECES + "ofAHolderThatStandsStillTheNextIsAskedFromThereOnOnly",
              PIECES + "tenThousandTinyPiecesAreRefusedAtTheFirst",
              "coop.minga.node.peering.UnfinishedTest#ofOnePieceTooManyTheOldestGoes"),
          Attack.of(
              18,
              "any order on any number of threads",
              CORE
                  + "ARevokedMemberTest"
                  + "#aHundredRunsInAnyOrderOnAnyNumberOfThreadsGiveOneModel"),
          Attack.of(
              19,
              "a coordinator killed in each step, a node cut off, a clock ten minutes off",
              CORE + "ACoordinatorThatIsAwayTest#noticingCostsNothingInAnyPhase",
              CORE + "AYearTogetherTest#everyWeekEndsInAnExactSumOrInNone",
              SILENT + "aWrongClockChangesNothing"),
          Attack.of(
              20,
              "noise when a third falls silent, and the stop when the budget is spent",
              CORE + "PrivacyTest#noiseIsThereAfterAThirdFellSilent",
              "coop.minga.node.desk.PrivacyBudgetTest#theStopIsHardAndOutlivesACrash"));

  @Test
  void eachHasItsStory() {
    assertEquals(
        IntStream.rangeClosed(1, 20).boxed().toList(),
        ATTACKS.stream().map(Attack::number).toList());
    var gone = new ArrayList<String>();
    for (Attack attack : ATTACKS) {
      assertTrue(!attack.stories().isEmpty(), attack.what());
      attack.stories().stream()
          .filter(story -> !isThere(story))
          .forEach(story -> gone.add(attack.number() + " (" + attack.what() + "): " + story));
    }
    assertEquals(List.of(), gone, "these stories are not there any more");
  }

  private static boolean isThere(String story) {
    int hash = story.indexOf('#');
    try {
      Class<?> of = Class.forName(story.substring(0, hash));
      return Arrays.stream(of.getDeclaredMethods())
          .filter(method -> method.getName().equals(story.substring(hash + 1)))
          .anyMatch(method ->
              method.isAnnotationPresent(Test.class)
                  || method.isAnnotationPresent(ParameterizedTest.class));
    } catch (ClassNotFoundException _) {
      return false;
    }
  }
}
