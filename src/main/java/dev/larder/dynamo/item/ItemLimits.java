package dev.larder.dynamo.item;

import dev.larder.problem.JsonPointers;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.JsonInput;
import dev.larder.text.Unicode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * DynamoDB's limits of an item ("Quotas in Amazon DynamoDB" of the developer guide), which every
 * item passes before it is written, whatever it was made from: a body, a patch, a row or a message.
 * The limits of key values are those of the table's schema.
 */
public final class ItemLimits {
  /** Bytes of an item, attribute names included. */
  static final int MAX_BYTES = 400 * 1024;

  /** For each UTF-16 code unit of a text. */
  private static final int MOST_BYTES_OF_CHARACTERS = 3;

  /** Of a number, 38 digits and more; a list or map has 3, and each value in it 1. */
  private static final int MOST_BYTES_OF_OTHERS = 24;

  /** The names and indexes that lead from the item to the map or list that is being checked. */
  private final List<String> place = new ArrayList<>(0);

  /** More bytes than the item has, found without a look at its characters. */
  private long atMost;

  private ItemLimits() {}

  /**
   * Checks that DynamoDB can store an item.
   *
   * @throws ProblemException {@code invalid-item}, with a {@code pointer} to the place, if the item
   *     is nested too deep, or a name is empty or too long, or a text is not valid Unicode; {@code
   *     item-too-large}
   */
  public static void require(Item item) {
    ItemLimits limits = new ItemLimits();
    limits.members(item.attributes());
    // Nearly every item is so small that it need not be measured.
    long size = limits.atMost > MAX_BYTES ? ItemSize.of(item) : 0;
    if (size > MAX_BYTES) {
      throw new ProblemException(
          ProblemType.ITEM_TOO_LARGE,
          "The item has "
              + size
              + " bytes, attribute names included, but DynamoDB's limit is "
              + MAX_BYTES
              + " (400 KB). Store large values elsewhere.");
    }
  }

  private void members(Map<String, AttributeValue> members) {
    for (Map.Entry<String, AttributeValue> member : members.entrySet()) {
      name(member.getKey());
      value(member.getKey(), member.getValue());
    }
  }

  private void elements(List<AttributeValue> elements) {
    for (int i = 0; i < elements.size(); i++) {
      AttributeValue element = elements.get(i);
      // Most elements need no text of their index.
      if (element.hasM() || element.hasL()) {
        value(String.valueOf(i), element);
      } else {
        value(null, element);
      }
    }
  }

  private void name(String name) {
    if (name.isEmpty()) {
      throw invalid("has an attribute with an empty name, which DynamoDB does not support");
    }
    text(name);
    if (name.length() > JsonInput.MAX_NAME_LENGTH / MOST_BYTES_OF_CHARACTERS
        && Unicode.utf8Length(name) > JsonInput.MAX_NAME_LENGTH) {
      throw invalid(
          "has an attribute whose name has "
              + Unicode.utf8Length(name)
              + " bytes, but DynamoDB's limit is "
              + JsonInput.MAX_NAME_LENGTH);
    }
  }

  private void value(String step, AttributeValue value) {
    atMost += MOST_BYTES_OF_OTHERS;
    switch (value.type()) {
      case S -> text(value.s());
      case B -> atMost += value.b().asByteArrayUnsafe().length;
      case BS -> value.bs().forEach(bytes -> atMost += bytes.asByteArrayUnsafe().length);
      case NS -> atMost += (long) MOST_BYTES_OF_OTHERS * value.ns().size();
      case SS -> value.ss().forEach(this::text);
      case M -> {
        enter(step);
        members(value.m());
        place.remove(place.size() - 1);
      }
      case L -> {
        enter(step);
        elements(value.l());
        place.remove(place.size() - 1);
      }
      default -> {}
    }
  }

  private void enter(String step) {
    place.add(step);
    if (place.size() == ItemReader.MAX_DEPTH) {
      throw invalid(
          "is nested deeper than DynamoDB's limit of " + ItemReader.MAX_DEPTH + " levels");
    }
  }

  private void text(String text) {
    atMost += (long) MOST_BYTES_OF_CHARACTERS * text.length();
    if (!Unicode.isUnicode(text)) {
      throw invalid("has a text with an unpaired surrogate, which is not valid Unicode");
    }
  }

  private ProblemException invalid(String complaint) {
    StringBuilder pointer = new StringBuilder();
    place.forEach(step -> pointer.append(JsonPointers.to(step)));
    return JsonProblems.invalid(pointer.toString(), complaint);
  }
}
