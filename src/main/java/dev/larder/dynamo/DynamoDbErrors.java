package dev.larder.dynamo;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Converts errors of the AWS SDK to problems. */
public final class DynamoDbErrors {
  private static final String OUTCOME_UNKNOWN =
      "DynamoDB's response was lost, so it is unknown whether the write took effect or still will."
          + " Read what it writes to find out.";

  /** Cancellation reasons that mean throttling. */
  private static final Set<String> THROTTLING_REASONS =
      Set.of("ThrottlingError", "ProvisionedThroughputExceeded");

  private static final String DENIED = "AccessDeniedException";

  private static final String VALIDATION = "ValidationException";

  private static final Pattern ENVELOPE =
      Pattern.compile("^\\s*\\d+ validation errors? detected:\\s*", Pattern.CASE_INSENSITIVE);

  private DynamoDbErrors() {}

  /** Whether a failure is that the function's role lacks a permission. */
  public static boolean isDenial(Throwable failure) {
    return denial(failure).isPresent();
  }

  /** What DynamoDB said of the permission that the role lacks. */
  public static Optional<String> denial(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AwsServiceException refusal
          && refusal.awsErrorDetails() != null
          && DENIED.equals(refusal.awsErrorDetails().errorCode())) {
        return Optional.of(refusal.awsErrorDetails().errorMessage());
      }
    }
    return Optional.empty();
  }

  static ProblemException ofRead(SdkException e) {
    return isUnreadable(e)
        ? ProblemException.internal(e)
        : problem(e, ProblemType.UNAVAILABLE, "DynamoDB did not respond in time. Try again.");
  }

  /**
   * Whether DynamoDB responded, but the SDK cannot read the response, and would not the next time.
   * Of a write that leaves its outcome unknown. The checksum of a long response fails because the
   * SDK computes it of the part before the place where it gave up.
   */
  private static boolean isUnreadable(SdkException e) {
    boolean failedInside =
        e.getCause() instanceof RuntimeException && !(e.getCause() instanceof SdkException);
    return e instanceof Crc32MismatchException || (e instanceof SdkClientException && failedInside);
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

  /**
   * @param withItems whether the request asked for the items whose conditions do not hold
   */
  static TransactionFailedException ofTransaction(
      TransactionCanceledException e, List<Write> writes, boolean withItems) {
    List<TransactionFailedException.Reason> reasons = new ArrayList<>();
    for (int i = 0; i < e.cancellationReasons().size(); i++) {
      reasons.add(reason(e, e.cancellationReasons().get(i), writes.get(i), withItems));
    }
    return new TransactionFailedException(reasons);
  }

  /** The problem of a path that several items have. */
  static ProblemException severalItems() {
    return new ProblemException(
        ProblemType.ITEM_EXISTS,
        "The table has several items at this path, but there must be only one. Delete the others"
            + " by their whole keys with a bulk delete.");
  }

  /** The problem of a write whose place an item of another collection has. */
  static ProblemException otherItem() {
    return new ProblemException(
        ProblemType.ITEM_EXISTS,
        "The table has another kind of item under this key, which does not belong to the"
            + " collection. Choose another key.");
  }

  private static TransactionFailedException.Reason reason(
      TransactionCanceledException e, CancellationReason reason, Write write, boolean withItems) {
    Optional<Item> found =
        reason.hasItem() ? Optional.of(Item.of(reason.item())) : Optional.empty();
    Optional<Item> current = found.flatMap(write.table()::shown);
    return switch (String.valueOf(reason.code())) {
      case "None" ->
          new TransactionFailedException.Reason(
              TransactionFailedException.Kind.NONE, current, Optional.empty());
      case "ConditionalCheckFailed" ->
          write.refusal().isPresent() || write.metOtherItem(found)
              ? refused(
                  current, write.refusal().map(Supplier::get).orElseGet(DynamoDbErrors::otherItem))
              : new TransactionFailedException.Reason(
                  withItems
                      ? TransactionFailedException.Kind.CONDITION
                      : TransactionFailedException.Kind.CONDITION_WITHOUT_ITEM,
                  current,
                  Optional.empty());
      case "TransactionConflict" ->
          new TransactionFailedException.Reason(
              TransactionFailedException.Kind.CONFLICT, current, Optional.empty());
      case "ValidationError" -> refused(current, rejected(String.valueOf(reason.message()), null));
      case "ItemCollectionSizeLimitExceeded" -> refused(current, itemCollectionTooLarge(null));
      case "ThrottlingError", "ProvisionedThroughputExceeded" -> refused(current, throttled(null));
      default -> refused(current, ProblemException.internal(e));
    };
  }

  private static TransactionFailedException.Reason refused(
      Optional<Item> current, ProblemException problem) {
    return new TransactionFailedException.Reason(
        TransactionFailedException.Kind.REFUSED, current, Optional.of(problem));
  }

  private static ProblemException problem(
      SdkException e, ProblemType unanswered, String unansweredDetail) {
    if (e instanceof AwsServiceException failure && failure.awsErrorDetails() != null) {
      String message = String.valueOf(failure.awsErrorDetails().errorMessage());
      switch (String.valueOf(failure.awsErrorDetails().errorCode())) {
        case "TransactionInProgressException" -> {
          // A repeat met the first attempt, whose response was lost and which is still in progress.
          return unanswered(e, unanswered, unansweredDetail);
        }
        case "TransactionConflictException" -> {
          return throttled(e);
        }
        case "ReplicatedWriteConflictException" -> {
          return new ProblemException(
                  ProblemType.WRITE_CONFLICT,
                  "Another Region is changing the item, so nothing was written. Try again.",
                  e)
              .retryAfterSeconds(1);
        }
        case "ItemCollectionSizeLimitExceededException" -> {
          return itemCollectionTooLarge(e);
        }
        case VALIDATION -> {
          return unanswered == ProblemType.OUTCOME_UNKNOWN
              ? rejected(message, e)
              : validation(message).orElseGet(() -> ProblemException.internal(failure));
        }
        default -> {
          if (failure.isThrottlingException()) {
            return throttled(e);
          }
          if (failure.statusCode() < 500) {
            return ProblemException.internal(e);
          }
        }
      }
    } else if (e instanceof SdkClientException && notSent(e)) {
      return new ProblemException(
              ProblemType.UNAVAILABLE, "The function could not connect to DynamoDB. Try again.", e)
          .retryAfterSeconds(1);
    }
    return unanswered(e, unanswered, unansweredDetail);
  }

  /** Only those who know the whole request know whether it can be repeated after a write. */
  private static ProblemException unanswered(SdkException e, ProblemType type, String detail) {
    return new ProblemException(type, detail, e)
        .retryAfterSeconds(type == ProblemType.OUTCOME_UNKNOWN ? 0 : 1);
  }

  static ProblemException throttled(SdkException e) {
    return new ProblemException(
            ProblemType.THROTTLED, "DynamoDB throttled the request. Try again later.", e)
        .retryAfterSeconds(1);
  }

  private static ProblemException itemCollectionTooLarge(SdkException e) {
    return new ProblemException(
        ProblemType.ITEM_COLLECTION_TOO_LARGE,
        "The items with this partition key have reached DynamoDB's limit of 10 GB for a table with"
            + " local secondary indexes. Delete some of them, or use another partition key.",
        e);
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

  /** Whether DynamoDB rejected a write for a reason that is known by its words only. */
  static boolean isUnknownValidation(ProblemException problem) {
    return problem.type() == ProblemType.INVALID_ITEM
        && problem.getCause() instanceof AwsServiceException failure
        && isValidation(failure);
  }

  static boolean isValidation(AwsServiceException failure) {
    return failure.awsErrorDetails() != null
        && VALIDATION.equals(failure.awsErrorDetails().errorCode());
  }

  /**
   * Maps a ValidationException to a problem.
   *
   * @param said a part of the exception's message, in lower case, since the case of letters differs
   *     between calls and Regions
   */
  private record Validation(String said, ProblemType type, String detail) {}

  private static final List<Validation> VALIDATIONS =
      List.of(
          new Validation(
              "item size",
              ProblemType.ITEM_TOO_LARGE,
              "The item exceeds DynamoDB's limit of 400 KB, attribute names included. Store large"
                  + " values elsewhere."),
          new Validation(
              "empty attribute name",
              ProblemType.INVALID_ITEM,
              "The item has an attribute with an empty name, which DynamoDB does not support."),
          new Validation(
              "nesting levels",
              ProblemType.INVALID_ITEM,
              "The item is nested deeper than DynamoDB's limit of 32 levels."),
          new Validation(
              "expression size",
              ProblemType.INVALID_PARAMETER,
              "The conditions or fields exceed DynamoDB's limits for an expression, 4 KB without"
                  + " names and values and 2 MB with them. Send fewer or shorter ones."),
          new Validation(
              "exceeds max size",
              ProblemType.INVALID_PARAMETER,
              "The names and values of the conditions exceed DynamoDB's limit of 2 MB. Send fewer"
                  + " or shorter ones."),
          new Validation(
              "too many operators",
              ProblemType.INVALID_PARAMETER,
              "The conditions or changes exceed DynamoDB's limit of 300 operators for an"
                  + " expression. Send fewer of them."),
          new Validation(
              "document path provided in the update expression",
              ProblemType.PATCH_CONFLICT,
              "A path of the update has no place in the item: a map must contain each member, and a"
                  + " list each element, that the path names before the last. Nothing was"
                  + " written."),
          new Validation(
              "incorrect data type",
              ProblemType.PATCH_CONFLICT,
              "A value of the item has another type than the update requires. Nothing was"
                  + " written."),
          new Validation(
              "precision up to 38 digits",
              ProblemType.PATCH_CONFLICT,
              "A sum would have more than the 38 significant digits that DynamoDB supports. Nothing"
                  + " was written."),
          new Validation(
              "number overflow",
              ProblemType.PATCH_CONFLICT,
              "A sum would be outside DynamoDB's range of 1E-130 to 9.99E+125. Nothing was"
                  + " written."),
          new Validation(
              "number underflow",
              ProblemType.PATCH_CONFLICT,
              "A sum would be outside DynamoDB's range of 1E-130 to 9.99E+125. Nothing was"
                  + " written."),
          new Validation(
              "starting key",
              ProblemType.INVALID_CURSOR,
              "The cursor does not belong to the table or index that the query reads. Start again"
                  + " without a cursor."),
          new Validation(
              "exclusive start key",
              ProblemType.INVALID_CURSOR,
              "The cursor does not belong to the table or index that the query reads. Start again"
                  + " without a cursor."),
          new Validation(
              "multiple operations on one item",
              ProblemType.INVALID_TRANSACTION,
              "Two operations are on the same item, through two names of its table, but a"
                  + " transaction can have only one operation for each item."),
          new Validation(
              "transaction payload size",
              ProblemType.CONTENT_TOO_LARGE,
              "The items of the transaction exceed DynamoDB's limit of 4 MB in total. Send fewer"
                  + " or smaller items."));

  /** The problem of a message that is known, or that names nothing but attributes of the item. */
  private static Optional<ProblemException> validation(String message) {
    String said = withoutEnvelope(message);
    String comparable = said.toLowerCase(Locale.ROOT);
    Optional<ProblemException> known =
        VALIDATIONS.stream()
            .filter(validation -> comparable.contains(validation.said()))
            .findFirst()
            .map(validation -> new ProblemException(validation.type(), validation.detail()));
    return known.isEmpty() && comparable.startsWith("one or more parameter values")
        ? Optional.of(rejectedAs(said, null))
        : known;
  }

  /** The problem of a write that DynamoDB rejected, with its words if no others are known. */
  private static ProblemException rejected(String message, SdkException e) {
    return validation(message).orElseGet(() -> rejectedAs(withoutEnvelope(message), e));
  }

  private static ProblemException rejectedAs(String said, SdkException e) {
    return new ProblemException(ProblemType.INVALID_ITEM, "DynamoDB rejected the item: " + said, e);
  }

  /** The message of a validation error without the number of errors before it. */
  private static String withoutEnvelope(String message) {
    return ENVELOPE.matcher(message).replaceFirst("");
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
