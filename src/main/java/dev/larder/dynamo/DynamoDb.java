package dev.larder.dynamo;

import dev.larder.http.ProblemException;
import dev.larder.http.ProblemType;
import dev.larder.http.Problems;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Calls DynamoDB and says in Larder's terms what went wrong, at the call. */
@Singleton
public class DynamoDb {
  private static final String OUTCOME_UNKNOWN =
      "DynamoDB did not answer in time, so the write may or may not have happened. Read the item"
          + " to find out, or repeat the write: with a precondition or an Idempotency-Key it"
          + " cannot happen twice.";

  private final DynamoDbClient client;

  DynamoDb(DynamoDbClient client) {
    this.client = client;
  }

  /**
   * Makes a call that changes nothing.
   *
   * @throws ProblemException {@code throttled}, {@code unavailable}, or {@code internal} where the
   *     function is set up wrongly
   */
  public <T> T read(Function<DynamoDbClient, T> call) {
    try {
      return call.apply(client);
    } catch (SdkException e) {
      throw problem(e, ProblemType.UNAVAILABLE, "DynamoDB did not answer in time; try again.");
    }
  }

  /**
   * Makes a call that changes an item.
   *
   * @throws ConditionFailed where the condition of the write does not hold; nothing was written
   * @throws ProblemException as for {@link #read}; {@code outcome-unknown} where the write may or
   *     may not have happened; {@code invalid-item} and {@code item-too-large} where DynamoDB
   *     refuses the item
   */
  public <T> T write(Function<DynamoDbClient, T> call) {
    try {
      return call.apply(client);
    } catch (ConditionalCheckFailedException e) {
      throw new ConditionFailed(e.hasItem() ? Item.of(e.item()) : null);
    } catch (SdkException e) {
      throw problem(e, ProblemType.OUTCOME_UNKNOWN, OUTCOME_UNKNOWN);
    }
  }

  /**
   * Makes all of the writes or none, with TransactWriteItems.
   *
   * @throws TransactionFailed where one of them could not be made; nothing was written
   * @throws ProblemException as for {@link #write}
   */
  public void transact(List<Write> writes) {
    List<TransactWriteItem> items = writes.stream().map(DynamoDb::transacted).toList();
    try {
      client.transactWriteItems(request -> request.transactItems(items));
    } catch (TransactionCanceledException e) {
      throw new TransactionFailed(e.cancellationReasons().stream().map(DynamoDb::reason).toList());
    } catch (SdkException e) {
      throw problem(e, ProblemType.OUTCOME_UNKNOWN, OUTCOME_UNKNOWN);
    }
  }

  private static TransactWriteItem transacted(Write write) {
    Expression expression = Expression.of(write.condition());
    TransactWriteItem.Builder transacted = TransactWriteItem.builder();
    if (write.item().isPresent()) {
      transacted.put(
          put ->
              put.tableName(write.table())
                  .item(write.item().get().attributes())
                  .conditionExpression(expression.text())
                  .expressionAttributeNames(expression.names())
                  .expressionAttributeValues(expression.values())
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
    } else {
      transacted.delete(
          delete ->
              delete
                  .tableName(write.table())
                  .key(write.key().attributes())
                  .conditionExpression(expression.text())
                  .expressionAttributeNames(expression.names())
                  .expressionAttributeValues(expression.values())
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
    }
    return transacted.build();
  }

  private static TransactionFailed.Reason reason(CancellationReason reason) {
    return new TransactionFailed.Reason(
        switch (reason.code()) {
          case "None" -> TransactionFailed.Kind.NONE;
          case "ConditionalCheckFailed" -> TransactionFailed.Kind.CONDITION;
          case "TransactionConflict" -> TransactionFailed.Kind.CONFLICT;
          default -> TransactionFailed.Kind.REFUSED;
        },
        reason.hasItem() ? Optional.of(Item.of(reason.item())) : Optional.empty());
  }

  private static ProblemException problem(
      SdkException e, ProblemType unanswered, String unansweredDetail) {
    if (e instanceof AwsServiceException failure && failure.awsErrorDetails() != null) {
      String code = String.valueOf(failure.awsErrorDetails().errorCode());
      if (failure.isThrottlingException() || code.equals("TransactionConflictException")) {
        return new ProblemException(
                ProblemType.THROTTLED, "DynamoDB refused the request for now; try again.", e)
            .withHeader("Retry-After", "1");
      }
      if (code.equals("ValidationException")) {
        return validation(failure);
      }
      if (failure.statusCode() < 500) {
        return new ProblemException(ProblemType.INTERNAL, Problems.INTERNAL_DETAIL, e);
      }
    } else if (e instanceof SdkClientException && notSent(e)) {
      return new ProblemException(
              ProblemType.UNAVAILABLE, "DynamoDB cannot be reached; try again.", e)
          .withHeader("Retry-After", "1");
    }
    return new ProblemException(unanswered, unansweredDetail, e).withHeader("Retry-After", "1");
  }

  /** DynamoDB's own words name attributes and indexes of the caller's item, nothing else. */
  private static ProblemException validation(AwsServiceException failure) {
    String said = String.valueOf(failure.awsErrorDetails().errorMessage());
    if (said.contains("Item size")) {
      return new ProblemException(
          ProblemType.ITEM_TOO_LARGE,
          "An item has at most 400 KB in DynamoDB, names included; keep larger values elsewhere.");
    }
    if (said.contains("Empty attribute name")) {
      return new ProblemException(
          ProblemType.INVALID_ITEM, "The item has an empty name in it; DynamoDB has none.");
    }
    if (said.contains("Nesting Levels")) {
      return new ProblemException(
          ProblemType.INVALID_ITEM, "The item is nested deeper than DynamoDB keeps, 32 levels.");
    }
    if (said.startsWith("One or more parameter values")) {
      return new ProblemException(ProblemType.INVALID_ITEM, "DynamoDB refuses the item: " + said);
    }
    return new ProblemException(ProblemType.INTERNAL, Problems.INTERNAL_DETAIL, failure);
  }

  private static boolean notSent(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.net.ConnectException
          || cause instanceof java.net.UnknownHostException) {
        return true;
      }
    }
    return false;
  }
}
