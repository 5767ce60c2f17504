package dev.larder.dynamo.item;

/** A JSON format of items. */
public enum ItemFormat {
  /** Plain JSON: sets are arrays, binary values are base64 strings. */
  PLAIN,
  /** DynamoDB JSON, which wraps each value in an object with its type: {@code {"S": "x"}}. */
  TYPED;

  /** The media type of {@link #PLAIN}. */
  public static final String JSON = "application/json";

  /** The media type of {@link #TYPED}. */
  public static final String DYNAMODB_JSON = "application/vnd.larder.dynamodb+json";

  public String mediaType() {
    return this == TYPED ? DYNAMODB_JSON : JSON;
  }

  /** The format of a media type, whose parameters do not matter. */
  public static ItemFormat of(String mediaType) {
    return mediaType.regionMatches(true, 0, DYNAMODB_JSON, 0, DYNAMODB_JSON.length())
        ? TYPED
        : PLAIN;
  }
}
