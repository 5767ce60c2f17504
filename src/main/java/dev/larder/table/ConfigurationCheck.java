package dev.larder.table;

import dev.larder.problem.ProblemException;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Compares the configuration with the tables, so that what does not fit is met by a deployment or
 * an alarm and not by a user.
 */
@Singleton
public class ConfigurationCheck {
  private static final Logger LOG = Logger.getLogger(ConfigurationCheck.class);

  private final TableFindings findings;
  private final CollectionRegistry collections;

  ConfigurationCheck(TableFindings findings, CollectionRegistry collections) {
    this.findings = findings;
    this.collections = collections;
  }

  /**
   * @throws IllegalStateException with all that does not fit
   */
  public void run() {
    List<Finding> found = findings.get();
    found.forEach(finding -> LOG.warn(finding.text()));
    if (!found.isEmpty()) {
      throw misfit(found);
    }
    LOG.info("The configuration matches the tables");
  }

  /**
   * At the start of a container that is about to get its first request: asks for what that is
   * likely to ask for, and no more, since the caller waits. A DynamoDB that does not answer for now
   * is left to the requests.
   *
   * @throws IllegalStateException naming the setting that does not fit
   */
  @ActivateRequestContext
  public void beforeRequests() {
    collections.describedFirst().ifPresent(this::describe);
  }

  private void describe(String collection) {
    try {
      collections.get(collection);
    } catch (MisconfiguredException e) {
      throw new IllegalStateException(e.finding());
    } catch (ProblemException e) {
      LOG.warnf(
          "The table of the collection %s could not be described at start-up; the first request"
              + " for it will try again: %s",
          collection, e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }
  }

  /**
   * Before a snapshot, which nobody waits for: asks for everything. What does not keep requests
   * from being answered, or may have mended itself by then, is logged.
   *
   * @throws IllegalStateException with all that would
   */
  @ActivateRequestContext
  public void beforeSnapshot() {
    List<Finding> found = findings.get();
    List<Finding> fatal = found.stream().filter(Finding::fatal).toList();
    if (!fatal.isEmpty()) {
      throw misfit(fatal);
    }
    found.forEach(finding -> LOG.warn(finding.text()));
  }

  private static IllegalStateException misfit(List<Finding> findings) {
    return new IllegalStateException(
        findings.stream().map(Finding::text).collect(Collectors.joining(" ")));
  }
}
