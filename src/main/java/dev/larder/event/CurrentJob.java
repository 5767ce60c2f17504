package dev.larder.event;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** The step of a job that the current request is. */
@RequestScoped
public class CurrentJob {
  private JobStep step;

  /** Empty if the request is not carried out as a job. */
  public Optional<JobStep> step() {
    return Optional.ofNullable(step);
  }

  /** Sets the step, null for none. */
  public void set(JobStep step) {
    this.step = step;
  }
}
