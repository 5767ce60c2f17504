package dev.larder.dynamo.item;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Limits the size of a tree that changes, and of the copies within it, to what an item can hold.
 */
final class PatchSize {
  /**
   * More than an item of 400 KB can measure: a byte of binary data measures up to three, as base64.
   */
  private static final int MAX_SIZE = 5 << 18;

  /** What a value measures in addition to its characters. */
  private static final int VALUE_SIZE = 2;

  private int size;
  private int copied;

  PatchSize(JsonNode root) {
    size = sizeOf(root);
  }

  /**
   * @param old the node that leaves the tree; null for none
   * @param by the node that enters it; null for none
   * @throws ProblemException {@code item-too-large}
   */
  void exchanged(JsonNode old, JsonNode by) {
    size += sizeOf(by) - sizeOf(old);
    if (size > MAX_SIZE) {
      throw tooLarge("The patch makes the item larger than DynamoDB's limit");
    }
  }

  /**
   * Counts a copy of one node, without its elements or members.
   *
   * @throws ProblemException {@code item-too-large}
   */
  void copied(JsonNode node) {
    copied += VALUE_SIZE + node.asText().length() + namesOf(node);
    if (copied > MAX_SIZE) {
      throw tooLarge("The patch copies more than DynamoDB's limit");
    }
  }

  /** The size in the units of {@link #MAX_SIZE}: characters, and {@link #VALUE_SIZE} per value. */
  private static int sizeOf(JsonNode node) {
    int size = 0;
    // A loop, because moves can nest values deeper than the stack allows.
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
