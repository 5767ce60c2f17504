package dev.larder.http;

/** The path of a collection. */
public final class CollectionPath {
  /**
   * The JAX-RS path template. A collection's name neither begins with an underscore nor equals a
   * path of the API itself, so that an unsupported method on such a path gets {@code
   * method-not-allowed}. The lookbehind binds the expression to the first slash, because the router
   * searches for it anywhere in the path.
   */
  public static final String TEMPLATE = "/{collection: (?<=^/)(?!openapi(?:/|$))[^/_][^/]*}";

  private CollectionPath() {}
}
