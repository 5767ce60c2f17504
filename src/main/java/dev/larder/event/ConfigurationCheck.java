package dev.larder.event;

import dev.larder.table.TableFindings;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Compares the configuration with the tables, so that what does not fit is met by an alarm and not
 * by a user.
 */
@Singleton
class ConfigurationCheck {
  private static final Logger LOG = Logger.getLogger(ConfigurationCheck.class);

  private final TableFindings findings;

  ConfigurationCheck(TableFindings findings) {
    this.findings = findings;
  }

  /**
   * @throws IllegalStateException with all that does not fit
   */
  void run() {
    List<String> found = findings.get();
    found.forEach(LOG::warn);
    if (!found.isEmpty()) {
      throw new IllegalStateException(String.join(" ", found));
    }
    LOG.info("The configuration fits the tables");
  }
}
