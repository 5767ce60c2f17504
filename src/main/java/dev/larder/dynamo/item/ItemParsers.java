package dev.larder.dynamo.item;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.nio.charset.StandardCharsets;

/** Parsers of JSON that can contain items. */
public final class ItemParsers {
  /**
   * DynamoDB's limit for the UTF-8 of an attribute's name. See "Attributes" under "Quotas in Amazon
   * DynamoDB" of the developer guide.
   */
  static final int MAX_NAME_BYTES = 65_535;

  /** The most bytes of a character of Java in UTF-8. */
  private static final int MOST_BYTES_PER_CHAR = 3;

  /**
   * Creates parsers without a limit for names: the parser would apply it to its own buffer, which
   * grows in steps.
   */
  public static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNameLength(Integer.MAX_VALUE).build())
          .build();

  private ItemParsers() {}

  /** Whether DynamoDB cannot store an attribute of this name, because it is too long. */
  static boolean isTooLong(String name) {
    return name.length() > MAX_NAME_BYTES / MOST_BYTES_PER_CHAR
        && name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES;
  }
}
