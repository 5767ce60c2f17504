package dev.larder.dynamo.item;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Bounds a tree that is changed, and what is copied within it, by what an item can hold. */
final class TreeSize {
  /** More than the 400 KB of an item can hold: of binary, base64 has three for each byte. */
  private static final int MAX_SIZE = 5 << 18;

  /** Of a value in that measure, its characters aside. */
  private static final int VALUE_SIZE = 2;

  private int size;
  private int copied;

  TreeSize(JsonNode root) {
    size = sizeOf(root);
  }

  /**
   * @param old null for nothing, as is {@code by}
   * @throws ProblemException {@code item-too-large}
   */
  void exchanged(JsonNode old, JsonNode by) {
    size += sizeOf(by) - sizeOf(old);
    if (size > MAX_SIZE) {
      throw tooLarge("The patch makes the item larger than DynamoDB's limit");
    }
  }

  /**
   * Counts a copy of a node, without the values in it.
   *
   * @throws ProblemException {@code item-too-large}
   */
  void copied(JsonNode node) {
    copied += VALUE_SIZE + node.asText().length() + namesOf(node);
    if (copied > MAX_SIZE) {
      throw tooLarge("The patch copies more than DynamoDB's limit");
    }
  }

  /** In the measure of {@link #MAX_SIZE}. */
  private static int sizeOf(JsonNode node) {
    int size = 0;
    // Moves can nest a value deeper than a stack is.
    Deque<JsonNode> rest = new ArrayDeque<>();
    if (node != null) {
      rest.push(node);
    }
    while (!rest.isEmpty()) {
      JsonNode next = rest.pop();
      size += VALUE_SIZE + (next.isTextual() ? next.textValue().length() : 0) + namesOf(next);
      next.forEach(rest::push);
    }
    return size;
  }

  private static int namesOf(JsonNode node) {
    int length = 0;
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      length += member.getKey().length();
    }
    return length;
  }

  private static ProblemException tooLarge(String complaint) {
    return new ProblemException(ProblemType.ITEM_TOO_LARGE, complaint + " of 400 KB for an item.");
  }
}
