package dev.larder.dynamo.item;

/** How an item is written as JSON. */
public enum ItemFormat {
  /** Plain JSON: sets are arrays, binary is base64 text. */
  PLAIN,
  /** DynamoDB's own JSON, each value in an object that names its type: {@code {"S": "x"}}. */
  TYPED;

  /** The media type of {@link #PLAIN}. */
  public static final String JSON = "application/json";

  /** The media type of {@link #TYPED}. */
  public static final String DYNAMODB_JSON = "application/vnd.larder.dynamodb+json";

  /** The media type of this form. */
  public String mediaType() {
    return this == TYPED ? DYNAMODB_JSON : JSON;
  }

  /** The form that a media type names, parameters aside. */
  public static ItemFormat of(String mediaType) {
    return mediaType.regionMatches(true, 0, DYNAMODB_JSON, 0, DYNAMODB_JSON.length())
        ? TYPED
        : PLAIN;
  }
}
