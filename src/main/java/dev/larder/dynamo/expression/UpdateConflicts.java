package dev.larder.dynamo.expression;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.Abbreviation;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The {@code patch-conflict} problems of an {@link Update} that does not fit the item. */
final class UpdateConflicts {
  private UpdateConflicts() {}

  /** The problem of a path of which not all but the last step lead to a map or list. */
  static ProblemException noPlace(DocumentPath path) {
    return conflict(
        path,
        " has no place in the item: a map must contain each member, and a list each element, that"
            + " the path names before the last. Set the map or list that is missing.");
  }

  /** The problem of a value of which the change requires another type. */
  static ProblemException otherType(
      DocumentPath path, AttributeValue old, AttributeValue required) {
    return conflict(
        path,
        " is "
            + described(old)
            + " in the item, but the update requires "
            + described(required)
            + ".");
  }

  /** The problem of a sum that DynamoDB cannot store exactly. */
  static ProblemException sum(DocumentPath path, String complaint) {
    return conflict(path, " cannot have the sum, because " + complaint + ".");
  }

  private static ProblemException conflict(DocumentPath place, String complaint) {
    String path = place.toString();
    return new ProblemException(
            ProblemType.PATCH_CONFLICT,
            "The path " + Abbreviation.of(path) + complaint + " Nothing was written.")
        .with("path", path);
  }

  private static String described(AttributeValue value) {
    return switch (value.type()) {
      case S -> "a string";
      case N -> "a number";
      case B -> "a binary value";
      case BOOL -> "a boolean";
      case NUL -> "null";
      case M -> "a map";
      case L -> "a list";
      case SS -> "a set of strings";
      case NS -> "a set of numbers";
      case BS -> "a set of binary values";
      default -> "a value of an unknown type";
    };
  }
}
