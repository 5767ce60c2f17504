package dev.larder.http;

/** The path of a collection. */
public final class CollectionPath {
  /**
   * Its template: a name begins with neither an underscore nor is that of a path of the API itself,
   * so that a method which such a path does not take is answered as one.
   */
  public static final String TEMPLATE = "/{collection: (?!openapi(?:/|$))[^/_][^/]*}";

  private CollectionPath() {}
}
