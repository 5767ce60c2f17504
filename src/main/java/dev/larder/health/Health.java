package dev.larder.health;

import java.util.Map;
import java.util.Optional;

/**
 * The states of all tables.
 *
 * @param collections the states by the names of the collections
 * @param systemTable empty if no system table is configured
 */
record Health(Map<String, State> collections, Optional<State> systemTable) {

  boolean isReady() {
    return systemTable.orElse(State.READY) == State.READY
        && collections.values().stream().allMatch(State.READY::equals);
  }
}
