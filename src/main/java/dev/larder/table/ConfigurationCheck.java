package dev.larder.table;

import dev.larder.problem.ProblemException;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Compares the configuration with the tables, so that a deployment or an alarm reports a mismatch
 * before a user meets it.
 */
@Singleton
public class ConfigurationCheck {
  private static final Logger LOG = Logger.getLogger(ConfigurationCheck.class);

  private final ConfigurationFindings findings;
  private final CollectionRegistry collections;

  ConfigurationCheck(ConfigurationFindings findings, CollectionRegistry collections) {
    this.findings = findings;
    this.collections = collections;
  }

  /**
   * Checks everything and logs each finding as a warning.
   *
   * @throws IllegalStateException with all findings
   */
  public void checkAll() {
    List<ConfigurationFinding> found = findings.get();
    found.forEach(finding -> LOG.warn(finding.text()));
    if (!found.isEmpty()) {
      throw misfit(found);
    }
    LOG.info("The configuration matches the tables");
  }

  /**
   * Checks only what the first request most likely needs, since its caller waits for the start. If
   * DynamoDB does not respond, the request tries again.
   *
   * @throws IllegalStateException naming the setting that does not fit
   */
  @ActivateRequestContext
  public void checkFirstCollection() {
    collections.likelyFirstCollection().ifPresent(this::describe);
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
   * Checks everything before SnapStart's snapshot, when no caller waits. Findings that do not make
   * requests fail, or that may disappear by themselves, are only logged.
   *
   * @throws IllegalStateException with all fatal findings
   */
  @ActivateRequestContext
  public void beforeSnapshot() {
    List<ConfigurationFinding> found = findings.get();
    List<ConfigurationFinding> fatal = found.stream().filter(ConfigurationFinding::fatal).toList();
    if (!fatal.isEmpty()) {
      throw misfit(fatal);
    }
    found.forEach(finding -> LOG.warn(finding.text()));
  }

  private static IllegalStateException misfit(List<ConfigurationFinding> findings) {
    return new IllegalStateException(
        findings.stream().map(ConfigurationFinding::text).collect(Collectors.joining(" ")));
  }
}
