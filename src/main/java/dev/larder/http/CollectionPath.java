package dev.larder.http;

/** The path of a collection. */
public final class CollectionPath {
  /**
   * Its template: a name begins with neither an underscore nor is that of a path of the API itself,
   * so that a method which such a path does not take is answered as one. The expression looks back
   * at the first slash, since the router finds it anywhere in the path, and takes that for a match.
   */
  public static final String TEMPLATE = "/{collection: (?<=^/)(?!openapi(?:/|$))[^/_][^/]*}";

  private CollectionPath() {}
}
