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

/** Says in Larder's terms what went wrong with a call. */
final class DynamoDbErrors {
  private static final String OUTCOME_UNKNOWN =
      "DynamoDB's answer was lost, so the write may have happened, or not, or happen in a moment."
          + " Read the item to find out, or repeat the write: with If-Match or the same"
          + " Idempotency-Key it cannot happen twice.";

  /** Codes of the reasons for which a transaction is cancelled. */
  private static final Set<String> THROTTLING_REASONS =
      Set.of("ThrottlingError", "ProvisionedThroughputExceeded");

  private DynamoDbErrors() {}

  static ProblemException ofRead(SdkException e) {
    return problem(e, ProblemType.UNAVAILABLE, "DynamoDB did not answer in time; try again.");
  }

  static ProblemException ofWrite(SdkException e) {
    return problem(e, ProblemType.OUTCOME_UNKNOWN, OUTCOME_UNKNOWN);
  }

  /** Whether DynamoDB refused a call since it was too much at once. */
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
                                  "DynamoDB refuses the item: " + reason.message()))));
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
        // A repeat has met the transaction whose answer was lost.
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
              ProblemType.UNAVAILABLE, "DynamoDB cannot be reached; try again.", e)
          .retryAfterSeconds(1);
    }
    return unanswered(e, unanswered, unansweredDetail);
  }

  private static ProblemException unanswered(SdkException e, ProblemType type, String detail) {
    return new ProblemException(type, detail, e).retryAfterSeconds(1);
  }

  static ProblemException throttled(SdkException e) {
    return new ProblemException(
            ProblemType.THROTTLED, "DynamoDB refused the request for now; try again.", e)
        .retryAfterSeconds(1);
  }

  /** Of a read that the deadline has ended. */
  static ProblemException cutOff(SdkException e) {
    return unanswered(
        e,
        ProblemType.DEADLINE,
        "DynamoDB did not answer before the time of this request was over; send it again, or ask"
            + " for less at once.");
  }

  /** Of what was not begun, for want of time. */
  static ProblemException late() {
    return new ProblemException(
            ProblemType.DEADLINE,
            "The time of this request was over before DynamoDB was asked; nothing was done. Send it"
                + " again, in smaller parts if it has many.")
        .retryAfterSeconds(1);
  }

  /** Whether DynamoDB refused a request for what is in it; it does so before it does anything. */
  static boolean isOfContent(ProblemException problem) {
    return problem.type().status() < 500
        || (problem.getCause() instanceof AwsServiceException failure && isValidation(failure));
  }

  private static boolean isValidation(AwsServiceException failure) {
    return failure.awsErrorDetails() != null
        && "ValidationException".equals(failure.awsErrorDetails().errorCode());
  }

  /** What a ValidationException has in its message, and what a caller is told then. */
  private record Validation(String said, ProblemType type, String detail) {}

  private static final List<Validation> VALIDATIONS =
      List.of(
          new Validation(
              "Item size",
              ProblemType.ITEM_TOO_LARGE,
              "An item has at most 400 KB in DynamoDB, names included; keep larger values"
                  + " elsewhere."),
          new Validation(
              "Empty attribute name",
              ProblemType.INVALID_ITEM,
              "The item has an empty name in it; DynamoDB has none."),
          new Validation(
              "Nesting Levels",
              ProblemType.INVALID_ITEM,
              "The item is nested deeper than DynamoDB keeps, 32 levels."),
          new Validation(
              "Expression size",
              ProblemType.INVALID_PARAMETER,
              "The conditions or fields are more than DynamoDB takes in one expression, 4 KB; leave"
                  + " some out."),
          new Validation(
              "too many operators",
              ProblemType.INVALID_PARAMETER,
              "The conditions are more than DynamoDB takes in one expression, 300 operators; leave"
                  + " some out."),
          new Validation(
              "starting key",
              ProblemType.INVALID_CURSOR,
              "The cursor names no place in what is read; start again without one."),
          new Validation(
              "Exclusive Start Key",
              ProblemType.INVALID_CURSOR,
              "The cursor names no place in what is read; start again without one."),
          new Validation(
              "multiple operations on one item",
              ProblemType.INVALID_TRANSACTION,
              "Two operations are on the same item, through two names of its table; a transaction"
                  + " takes one operation for each item."),
          new Validation(
              "Transaction payload size",
              ProblemType.CONTENT_TOO_LARGE,
              "The items of a transaction have at most 4 MB together in DynamoDB; send fewer of"
                  + " them, or smaller ones."));

  /** DynamoDB's own words name attributes and indexes of the caller's item, nothing else. */
  private static Optional<ProblemException> validation(String said) {
    Optional<ProblemException> known =
        VALIDATIONS.stream()
            .filter(validation -> said.contains(validation.said()))
            .findFirst()
            .map(validation -> new ProblemException(validation.type(), validation.detail()));
    return known.isEmpty() && said.startsWith("One or more parameter values")
        ? Optional.of(
            new ProblemException(ProblemType.INVALID_ITEM, "DynamoDB refuses the item: " + said))
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
