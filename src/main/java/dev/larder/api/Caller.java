package dev.larder.api;

import java.util.List;
import java.util.Optional;

/**
 * The caller of the current request, as the authorizer in front of the function identifies it. A
 * header field never does.
 *
 * <pre>{@code
 * if (!write.caller().hasRole("staff")) {
 *   throw new Problem("https://example.com/problems/staff-only", "Only staff sets prices", 403,
 *       "Leave out the price, which staff sets.");
 * }
 * }</pre>
 */
public interface Caller {

  /** A unique id of the caller across all authorizers; empty if no authorizer identifies one. */
  String id();

  /** The value that marks items as owned by this caller, as the claim {@code sub} of a token. */
  Optional<String> subject();

  /**
   * The values of a claim; empty if the caller has none. Larder keeps the claims that the {@code
   * rows} of some collection name, and no others.
   */
  List<String> claims(String name);

  /** Whether the caller has this scope, group or role. */
  boolean hasRole(String role);
}
