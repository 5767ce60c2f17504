package dev.larder.health;

import java.util.Map;
import java.util.Optional;

/**
 * The states of all tables.
 *
 * @param collections the states by the names of the collections
 * @param systemTable empty if no system table is configured
 */
record HealthReport(Map<String, TableHealth> collections, Optional<TableHealth> systemTable) {

  boolean isReady() {
    return systemTable.orElse(TableHealth.READY) == TableHealth.READY
        && collections.values().stream().allMatch(TableHealth.READY::equals);
  }
}
