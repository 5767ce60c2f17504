package dev.larder.table;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses environment variables that look like settings and are none: a misspelt one would be
 * passed over in silence. Other sources of configuration are checked by the mapping itself.
 */
@Singleton
@Startup
class KnownSettings {
  private static final Pattern KNOWN =
      Pattern.compile(
          "LARDER_(SYSTEM_TABLE|ACCESS|ROLE_CLAIMS|BASE_PATH|METRICS|LIMITS_(BODY_SIZE|DEPTH|ENTRIES|OPERATORS|OPERATIONS|BATCH_SIZE|PAGE_(SIZE|CAPACITY|TIME))|PUBLICATION_EVENT_BUS|COLLECTIONS_[A-Z0-9_]+_(TABLE|KEY|SCAN|SCHEMA|TTL_ATTRIBUTE|READ|WRITE|ADMIN|OWNER))");

  KnownSettings() {
    check(System.getenv().keySet());
  }

  /**
   * @throws IllegalArgumentException naming the variable that is unknown
   */
  static void check(Set<String> environment) {
    for (String name : environment) {
      if (name.startsWith("LARDER_") && !KNOWN.matcher(name).matches()) {
        throw new IllegalArgumentException(
            name
                + " is no setting; there are LARDER_ACCESS, LARDER_ROLE_CLAIMS, LARDER_BASE_PATH,"
                + " LARDER_METRICS, LARDER_SYSTEM_TABLE, LARDER_PUBLICATION_EVENT_BUS,"
                + " LARDER_LIMITS_ with BODY_SIZE, DEPTH, ENTRIES, OPERATORS, OPERATIONS,"
                + " BATCH_SIZE, PAGE_SIZE, PAGE_CAPACITY or PAGE_TIME,"
                + " and LARDER_COLLECTIONS_<NAME>_ with TABLE, KEY, SCAN, SCHEMA, TTL_ATTRIBUTE,"
                + " READ, WRITE, ADMIN or OWNER");
      }
    }
  }
}
