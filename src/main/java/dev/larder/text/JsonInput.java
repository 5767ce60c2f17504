package dev.larder.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** Makes the parsers of JSON that can contain items. */
public final class JsonInput {
  /** The longest name of an attribute, in bytes ("Quotas in Amazon DynamoDB"). */
  public static final int MAX_NAME_LENGTH = 65_535;

  /** Makes parsers that read all names that DynamoDB can store; Jackson's own stop at 50,000. */
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNameLength(MAX_NAME_LENGTH).build())
          .build();

  private JsonInput() {}
}
