package dev.larder.health;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The project and version that is running, and the commit from which it was built. */
@Singleton
class BuildInfo {
  private static final Logger LOG = Logger.getLogger(BuildInfo.class);

  private final String name;
  private final String version;
  private final Optional<Commit> commit;

  BuildInfo(
      @ConfigProperty(name = "quarkus.application.name") String name,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.name = name;
    this.version = version;
    this.commit = Commit.of(properties());
  }

  /**
   * A commit of the project's repository.
   *
   * @param id abbreviated, and with {@code -dirty} if files had been changed since
   * @param time ISO 8601, in UTC
   */
  record Commit(String id, String time) {

    /** Reads the commit that the build recorded; empty if it knew none. */
    static Optional<Commit> of(Properties built) {
      String id = built.getProperty("id", "");
      String time = built.getProperty("time", "");
      return id.isEmpty() || time.isEmpty() ? Optional.empty() : Optional.of(new Commit(id, time));
    }
  }

  /** Returns what the build recorded; nothing if it used an archive of the sources. */
  private static Properties properties() {
    Properties built = new Properties();
    try (InputStream file = BuildInfo.class.getResourceAsStream("commit.properties")) {
      if (file != null) {
        built.load(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return built;
  }

  void log(@Observes StartupEvent event) {
    LOG.info(this);
  }

  String version() {
    return version;
  }

  /** Empty if the build did not use a repository. */
  Optional<Commit> commit() {
    return commit;
  }

  @Override
  public String toString() {
    return name
        + ' '
        + version
        + commit.map(known -> " (" + known.id() + " of " + known.time() + ")").orElse("");
  }
}
