package dev.larder.dynamo;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Converts errors of the AWS SDK to problems. */
final class DynamoDbErrors {
  private static final String OUTCOME_UNKNOWN =
      "DynamoDB's response was lost, so it is unknown whether the write took effect or still"
          + " will. Read the item to find out, or repeat the write: with If-Match or the same"
          + " Idempotency-Key, it cannot take effect twice.";

  /** Cancellation reasons that mean throttling. */
  private static final Set<String> THROTTLING_REASONS =
      Set.of("ThrottlingError", "ProvisionedThroughputExceeded");

  private DynamoDbErrors() {}

  static ProblemException ofRead(SdkException e) {
    return problem(e, ProblemType.UNAVAILABLE, "DynamoDB did not respond in time. Try again.");
  }

  static ProblemException ofWrite(SdkException e) {
    return problem(e, ProblemType.OUTCOME_UNKNOWN, OUTCOME_UNKNOWN);
  }

  /** Whether DynamoDB throttled a call. */
  static boolean isThrottling(SdkException e) {
    if (e instanceof TransactionCanceledException canceled) {
      return canceled.cancellationReasons().stream()
          .map(reason -> String.valueOf(reason.code()))
          .anyMatch(THROTTLING_REASONS::contains);
    }
    return e instanceof AwsServiceException failure && failure.isThrottlingException();
  }

  static TransactionFailedException ofTransaction(TransactionCanceledException e) {
    return new TransactionFailedException(
        e.cancellationReasons().stream().map(DynamoDbErrors::reason).toList());
  }

  private static TransactionFailedException.Reason reason(CancellationReason reason) {
    Optional<Item> current =
        reason.hasItem() ? Optional.of(Item.of(reason.item())) : Optional.empty();
    return switch (reason.code()) {
      case "None" ->
          new TransactionFailedException.Reason(
              TransactionFailedException.Kind.NONE, current, Optional.empty());
      case "ConditionalCheckFailed" ->
          new TransactionFailedException.Reason(
              TransactionFailedException.Kind.CONDITION, current, Optional.empty());
      case "TransactionConflict" ->
          new TransactionFailedException.Reason(
              TransactionFailedException.Kind.CONFLICT, current, Optional.empty());
      case "ValidationError", "ItemCollectionSizeLimitExceeded" ->
          new TransactionFailedException.Reason(
              TransactionFailedException.Kind.REFUSED,
              current,
              Optional.of(
                  validation(String.valueOf(reason.message()))
                      .orElseGet(
                          () ->
                              new ProblemException(
                                  ProblemType.INVALID_ITEM,
                                  "DynamoDB rejected the item: " + reason.message()))));
      default ->
          new TransactionFailedException.Reason(
              TransactionFailedException.Kind.REFUSED, current, Optional.of(throttled(null)));
    };
  }

  private static ProblemException problem(
      SdkException e, ProblemType unanswered, String unansweredDetail) {
    if (e instanceof AwsServiceException failure && failure.awsErrorDetails() != null) {
      String code = String.valueOf(failure.awsErrorDetails().errorCode());
      if (code.equals("TransactionInProgressException")) {
        // A repeat met the first attempt, whose response was lost and which is still in progress.
        return unanswered(e, unanswered, unansweredDetail);
      }
      if (failure.isThrottlingException() || code.equals("TransactionConflictException")) {
        return throttled(e);
      }
      if (isValidation(failure)) {
        return validation(String.valueOf(failure.awsErrorDetails().errorMessage()))
            .orElseGet(() -> ProblemException.internal(failure));
      }
      if (failure.statusCode() < 500) {
        return ProblemException.internal(e);
      }
    } else if (e instanceof SdkClientException && notSent(e)) {
      return new ProblemException(
              ProblemType.UNAVAILABLE, "The function could not connect to DynamoDB. Try again.", e)
          .retryAfterSeconds(1);
    }
    return unanswered(e, unanswered, unansweredDetail);
  }

  private static ProblemException unanswered(SdkException e, ProblemType type, String detail) {
    return new ProblemException(type, detail, e).retryAfterSeconds(1);
  }

  static ProblemException throttled(SdkException e) {
    return new ProblemException(
            ProblemType.THROTTLED, "DynamoDB throttled the request. Try again later.", e)
        .retryAfterSeconds(1);
  }

  /** The problem of a read that the deadline ended. */
  static ProblemException deadlineDuringRead(SdkException e) {
    return unanswered(
        e,
        ProblemType.DEADLINE,
        "DynamoDB did not respond before the request ran out of time. Send the request again, or"
            + " read less at once.");
  }

  /** The problem of a call that did not begin, because too little time was left. */
  static ProblemException deadlineBeforeCall() {
    return new ProblemException(
            ProblemType.DEADLINE,
            "The request ran out of time before the function called DynamoDB, so nothing was"
                + " done. Send it again, in smaller parts if it is large.")
        .retryAfterSeconds(1);
  }

  /**
   * Whether DynamoDB rejected a request for its content, which it does before it changes anything.
   */
  static boolean isOfContent(ProblemException problem) {
    return problem.type().status() < 500
        || (problem.getCause() instanceof AwsServiceException failure && isValidation(failure));
  }

  private static boolean isValidation(AwsServiceException failure) {
    return failure.awsErrorDetails() != null
        && "ValidationException".equals(failure.awsErrorDetails().errorCode());
  }

  /**
   * Maps a ValidationException to a problem.
   *
   * @param said a part of the exception's message
   */
  private record Validation(String said, ProblemType type, String detail) {}

  private static final List<Validation> VALIDATIONS =
      List.of(
          new Validation(
              "Item size",
              ProblemType.ITEM_TOO_LARGE,
              "The item exceeds DynamoDB's limit of 400 KB, attribute names included. Store large"
                  + " values elsewhere."),
          new Validation(
              "Empty attribute name",
              ProblemType.INVALID_ITEM,
              "The item has an attribute with an empty name, which DynamoDB does not support."),
          new Validation(
              "Nesting Levels",
              ProblemType.INVALID_ITEM,
              "The item is nested deeper than DynamoDB's limit of 32 levels."),
          new Validation(
              "Expression size",
              ProblemType.INVALID_PARAMETER,
              "The conditions or fields exceed DynamoDB's limit of 4 KB for an expression. Send"
                  + " fewer of them."),
          new Validation(
              "too many operators",
              ProblemType.INVALID_PARAMETER,
              "The conditions exceed DynamoDB's limit of 300 operators for an expression. Send"
                  + " fewer of them."),
          new Validation(
              "starting key",
              ProblemType.INVALID_CURSOR,
              "The cursor does not belong to the table or index that the query reads. Start again"
                  + " without a cursor."),
          new Validation(
              "Exclusive Start Key",
              ProblemType.INVALID_CURSOR,
              "The cursor does not belong to the table or index that the query reads. Start again"
                  + " without a cursor."),
          new Validation(
              "multiple operations on one item",
              ProblemType.INVALID_TRANSACTION,
              "Two operations are on the same item, through two names of its table, but a"
                  + " transaction can have only one operation for each item."),
          new Validation(
              "Transaction payload size",
              ProblemType.CONTENT_TOO_LARGE,
              "The items of the transaction exceed DynamoDB's limit of 4 MB in total. Send fewer"
                  + " or smaller items."));

  /**
   * Quotes DynamoDB's message only where it names nothing but attributes and indexes of the
   * caller's item.
   */
  private static Optional<ProblemException> validation(String said) {
    Optional<ProblemException> known =
        VALIDATIONS.stream()
            .filter(validation -> said.contains(validation.said()))
            .findFirst()
            .map(validation -> new ProblemException(validation.type(), validation.detail()));
    return known.isEmpty() && said.startsWith("One or more parameter values")
        ? Optional.of(
            new ProblemException(ProblemType.INVALID_ITEM, "DynamoDB rejected the item: " + said))
        : known;
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
