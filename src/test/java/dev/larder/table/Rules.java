package dev.larder.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules of access as callers meet them. */
public final class Rules {
  private Rules() {}

  /** The rows of a caller with items of its own, whose attribute is {@code owner}. */
  public static Rows ownedBy(String caller, boolean hidesOthers) {
    return new Rows(
        List.of("owner"),
        Optional.of(Map.of("owner", List.of(caller))),
        Optional.empty(),
        hidesOthers);
  }
}
