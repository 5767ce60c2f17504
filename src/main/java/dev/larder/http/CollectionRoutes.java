package dev.larder.http;

/** The paths at which resources serve collections that have paths of their own. */
public interface CollectionRoutes {
  /**
   * The path at which a resource serves a path, as {@link CollectionPath} describes it.
   *
   * @param path percent-encoded
   * @return the same path, if it is not that of a collection with a path of its own
   */
  String route(String path);

  /**
   * Checks that a path is not made of the name and the key of a collection whose items are
   * elsewhere.
   *
   * @throws dev.larder.problem.ProblemException {@code not-found} if it is
   */
  void requireDeclared(String path);
}
