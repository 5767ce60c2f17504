package dev.larder.table;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Map;
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

  private static final Pattern ACCESS =
      Pattern.compile("LARDER_COLLECTIONS_[A-Z0-9_]+_(READ|WRITE|ADMIN|OWNER)");

  private static final Pattern NOTHING = Pattern.compile("[\\s,]*");

  KnownSettings() {
    check(System.getenv());
  }

  /**
   * @throws IllegalArgumentException naming the variable that is unknown, or an empty one on which
   *     access depends
   */
  static void check(Map<String, String> environment) {
    for (String name : environment.keySet()) {
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
      if (ACCESS.matcher(name).matches() && NOTHING.matcher(environment.get(name)).matches()) {
        throw new IllegalArgumentException(
            name
                + " is empty, as if it were not there; take it away where that is meant, since"
                + " without it more is allowed");
      }
    }
  }
}
