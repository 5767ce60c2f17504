package dev.larder.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class DynamoDbErrorsTest {

  private static DynamoDbException error(String code, String message) {
    return (DynamoDbException)
        DynamoDbException.builder()
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
            .statusCode(400)
            .build();
  }

  /** The service's words, with its envelope and in other letter cases. */
  @ParameterizedTest
  @ValueSource(strings = {"", "1 validation error detected: ", "2 Validation errors detected: "})
  void aValidationIsKnownByItsWordsInAnyCaseAndEnvelope(String envelope) {
    String[][] known = {
      {"Item size has exceeded the maximum allowed size", "item-too-large"},
      {"ITEM SIZE to update has exceeded the maximum allowed size", "item-too-large"},
      {"Nesting levels have exceeded supported limits", "invalid-item"},
      {"Invalid ConditionExpression: Expression size has exceeded", "invalid-parameter"},
      {"The provided Starting Key is invalid", "invalid-cursor"},
      {"Transaction request cannot include multiple operations on one item", "invalid-transaction"},
    };
    for (String[] each : known) {
      ProblemException problem =
          DynamoDbErrors.ofWrite(error("ValidationException", envelope + each[0]));
      assertTrue(problem.type().uri().endsWith(':' + each[1]), each[0]);
    }
  }

  @Test
  void aWriteThatIsRejectedForAnotherReasonHasTheWordsOfDynamoDb() {
    ProblemException problem =
        DynamoDbErrors.ofWrite(
            error("ValidationException", "1 validation error detected: Something new"));
    assertEquals(ProblemType.INVALID_ITEM, problem.type());
    assertEquals("DynamoDB rejected the item: Something new", problem.getMessage());
    assertTrue(DynamoDbErrors.isUnknownValidation(problem));
    assertEquals(
        ProblemType.INTERNAL,
        DynamoDbErrors.ofRead(error("ValidationException", "Something new")).type());
  }

  @ParameterizedTest
  @CsvSource({
    "ReplicatedWriteConflictException, WRITE_CONFLICT",
    "ItemCollectionSizeLimitExceededException, ITEM_COLLECTION_TOO_LARGE",
    "TransactionConflictException, THROTTLED",
    "TransactionInProgressException, OUTCOME_UNKNOWN",
    "ProvisionedThroughputExceededException, THROTTLED",
    "ThrottlingException, THROTTLED",
    "RequestLimitExceeded, THROTTLED",
    "AccessDeniedException, INTERNAL",
    "ResourceNotFoundException, INTERNAL"
  })
  void codesDecide(String code, ProblemType type) {
    assertEquals(type, DynamoDbErrors.ofWrite(error(code, "Any words")).type());
  }

  @ParameterizedTest
  @CsvSource({
    "ThrottlingError, THROTTLED",
    "ProvisionedThroughputExceeded, THROTTLED",
    "ItemCollectionSizeLimitExceeded, ITEM_COLLECTION_TOO_LARGE",
    "ValidationError, INVALID_ITEM",
    "AccessDenied, INTERNAL",
    ", INTERNAL"
  })
  void aReasonThatIsNotKnownIsNotThrottling(String code, ProblemType type) {
    TransactionCanceledException cancelled =
        TransactionCanceledException.builder()
            .cancellationReasons(CancellationReason.builder().code(code).build())
            .build();
    Write write = Write.delete("items", Item.of(Map.of()), Condition.ALWAYS);
    TransactionFailedException.Reason reason =
        DynamoDbErrors.ofTransaction(cancelled, List.of(write), true).reasons().get(0);
    assertSame(type, reason.problem().orElseThrow().type());
    assertEquals(type == ProblemType.THROTTLED, reason.isTransient());
  }
}
